import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type Express, type Request, type Response } from 'express';
import type { RecordsContent } from './recordsContent';

export const crmToken = 'a-token-of-the-crm';

/** How the simulator answers. */
export type CrmMode = 'well' | 'slow' | 'down' | 'garbage' | 'of another shape';

/** A CRM that speaks as much of TMF632, TMF637 and TMF639 as the adapter asks for, with filters and pages of TMF630. */
export class CrmSimulator {
  content: RecordsContent = { contracts: [], lines: [], offers: [] };
  /** In the inventory, and no customer's. */
  freeNumbers: readonly string[] = [];
  mode: CrmMode = 'well';
  requests = 0;
  private readonly server;

  private constructor() {
    this.server = this.app().listen(0, '127.0.0.1');
  }

  static async start(): Promise<CrmSimulator> {
    const simulator = new CrmSimulator();
    await once(simulator.server, 'listening');
    return simulator;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private app(): Express {
    const app = express();
    app.use((request, response, next) => {
      this.requests += 1;
      if (request.headers.authorization !== `Bearer ${crmToken}`) response.sendStatus(401);
      else if (this.mode === 'well') next();
      else this.misbehave(request, response);
    });
    app.get('/partyManagement/v4/organization', (request, response) => {
      const vatNumber = request.query['organizationIdentification.identificationId'];
      const found = this.content.contracts.filter((contract) => contract.vatNumber === vatNumber);
      response.json(page(request, found.map(organization)));
    });
    app.get('/partyManagement/v4/individual', (request, response) => {
      const found = this.content.contracts.filter(
        ({ customerCode }) => request.query['id'] === `P-${customerCode}`,
      );
      response.json(page(request, found.map(individual)));
    });
    app.get('/productInventory/v4/product', (request, response) => {
      const found = this.content.lines.filter(
        (line) =>
          line.customerCode === request.query['relatedParty.id'] && line.status === request.query['status'],
      );
      response.json(page(request, found.map(product)));
    });
    app.get('/resourceInventoryManagement/v4/resource', (request, response) => {
      const found = resourcesWanted(request, this.content.lines);
      response.set('X-Total-Count', String(found.length));
      response.json(page(request, [...found.map(resource), ...this.numbersOfNobody(request)]));
    });
    return app;
  }

  private numbersOfNobody(request: Request) {
    const found = this.freeNumbers.filter((msisdn) => msisdn === request.query['value']);
    return found.map((value) => ({ value, resourceStatus: 'available', resourceCharacteristic: [] }));
  }

  private misbehave(request: Request, response: Response): void {
    if (this.mode === 'down') response.sendStatus(503);
    else if (this.mode === 'garbage') response.type('json').send('<html>99000019994 login</html>');
    else if (this.mode === 'of another shape') response.json([{ id: 7, vat: '99000019994' }]);
    else request.on('close', () => response.end());
  }
}

/** By number, or by the company with numbers in order from one on. */
function resourcesWanted({ query }: Request, lines: RecordsContent['lines']): RecordsContent['lines'] {
  if (query['value'] !== undefined) return lines.filter(({ msisdn }) => msisdn === query['value']);
  const isAsked = query['resourceCharacteristic.name'] === 'vatNumber';
  const after = query['value.gt'];
  return lines
    .filter(({ vatNumber }) => isAsked && vatNumber === query['resourceCharacteristic.value'])
    .filter(({ msisdn }) => typeof after !== 'string' || msisdn > after)
    .sort((left, right) => (query['sort'] !== 'value' || left.msisdn < right.msisdn ? -1 : 1));
}

function page<T>(request: Request, found: readonly T[]): readonly T[] {
  const offset = Number(request.query['offset'] ?? 0);
  return found.slice(offset, offset + Number(request.query['limit']));
}

type ContractContent = RecordsContent['contracts'][number];

function organization(contract: ContractContent) {
  return {
    id: contract.customerCode,
    href: `/partyManagement/v4/organization/${contract.customerCode}`,
    name: contract.companyName,
    organizationIdentification: [
      { identificationType: 'companyRegister', identificationId: 'RM-1' },
      { identificationType: 'vatNumber', identificationId: contract.vatNumber },
    ],
    partyCharacteristic: [
      { name: 'since', value: 2019 },
      { name: 'segment', value: contract.segment },
    ],
    relatedParty: [
      { id: 'P-0', role: 'accountManager' },
      { id: `P-${contract.customerCode}`, role: 'legalRepresentative' },
    ],
  };
}

function individual({ customerCode, representative }: ContractContent) {
  return {
    id: `P-${customerCode}`,
    givenName: representative.firstName,
    familyName: representative.lastName,
    birthDate: `${representative.birthDate}T00:00:00.000Z`,
    individualIdentification: [{ identificationType: 'taxCode', identificationId: representative.taxCode }],
    contactMedium: [
      { mediumType: 'email', characteristic: { emailAddress: representative.email } },
      { mediumType: 'mobile', characteristic: { phoneNumber: representative.mobile } },
    ],
  };
}

function product(line: RecordsContent['lines'][number]) {
  return { id: line.msisdn, status: line.status, productOffering: { id: line.offerCode, name: 'Offerta' } };
}

const statusOf = { active: 'available', suspended: 'suspended', ceased: 'standby' } as const;

/** The PUK as it is printed on the card. */
function resource(line: RecordsContent['lines'][number]) {
  return {
    '@type': 'LogicalResource',
    id: `N-${line.msisdn}`,
    value: line.msisdn,
    resourceStatus: statusOf[line.status],
    resourceCharacteristic: [
      { name: 'roaming', value: true },
      { name: 'vatNumber', value: line.vatNumber },
      { name: 'iccid', value: line.iccid },
      { name: 'simKind', value: line.simKind },
      { name: 'offerCode', value: line.offerCode },
      { name: 'activatedOn', value: `${line.activatedOn}T00:00:00.000Z` },
      { name: 'puk', value: `${line.puk.slice(0, 4)} ${line.puk.slice(4)}` },
      ...(line.smsBarred === undefined ? [] : [{ name: 'smsBarred', value: line.smsBarred }]),
    ],
  };
}
