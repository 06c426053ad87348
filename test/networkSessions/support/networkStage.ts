import type { LineAssociation } from '../../../src/database/lineAssociations';
import type { Line } from '../../../src/database/recordDocuments';
import type { RawAnswer } from '../../api/support/rawHttp';
import { post, type Headers } from '../../api/support/requests';
import { recordAccount } from '../../api/support/signedIn';
import { TestApi } from '../../api/support/testApi';
import { Network } from './network';

export const line = '+393201234598';
export const employee = { _id: 'employee', kind: 'employee', username: line } as const;
export const path = '/v1/sessions/network';
const vatNumber = '00000010017';
const activatedOn = '2024-05-06';

/** An API beside the simulated operator, with an employee whose line is the device's. */
export class NetworkStage {
  private constructor(
    readonly api: TestApi,
    readonly network: Network,
  ) {}

  static async start(): Promise<NetworkStage> {
    const network = await Network.start(`http://127.0.0.1:3000${path}/callback`);
    const api = await TestApi.start(network.env);
    await api.makeIndexes();
    return new NetworkStage(api, network);
  }

  async reset(): Promise<void> {
    this.api.clock.reset();
    this.api.logLines.length = 0;
    const { sessions, accounts, lines, lineAssociations, auditEvents } = this.api.context.database;
    await Promise.all([
      ...[sessions.deleteMany({}), accounts.deleteMany({}), lines.deleteMany({})],
      ...[lineAssociations.deleteMany({}), auditEvents.deleteMany({})],
    ]);
    await recordAccount(this.api, { ...employee, sessionEpoch: 3 });
    await this.recordLine();
    await this.associate();
    await this.network.connect(line);
  }

  async recordLine(change: Partial<Line> = {}): Promise<void> {
    const { _id = line, ...rest } = change;
    await this.api.context.database.lines.deleteOne({ _id });
    await this.api.context.database.lines.create({
      _id,
      vatNumber,
      iccid: '8939880123456789012',
      simKind: 'voice',
      pukDigest: { digest: 'digest', keyId: 'worker' },
      offerCode: 'OFFER',
      status: 'active',
      activatedOn,
      source: { fileDigest: 'digest', line: 2 },
      ...rest,
    });
  }

  async associate(change: Partial<LineAssociation> = {}): Promise<void> {
    const { _id = line, ...rest } = change;
    const association = {
      _id,
      accountId: employee._id,
      slot: 0,
      vatNumber,
      associatedBy: 'none/1',
      associatedAt: new Date(),
      simKind: 'voice',
      lineActivatedOn: activatedOn,
      ...rest,
    };
    await this.api.context.database.lineAssociations.replaceOne({ _id }, association, { upsert: true });
  }

  signIn(assertion: string, headers: Headers = {}, body: object = {}): Promise<RawAnswer> {
    return this.api.send(post(path, { assertion, ...body }, headers));
  }

  async signInByGateway(headers: Headers = {}, body: object = {}): Promise<RawAnswer> {
    return this.signIn(await this.network.assertion(), headers, body);
  }

  get(what: string, headers: Headers = {}): Promise<RawAnswer> {
    return this.api.send({ path: what, headers });
  }

  async stop(): Promise<void> {
    await this.api.stop();
    await this.network.close();
  }
}

/** The cookies that an answer sets, by name; those that it takes away are undefined. */
export function cookiesOf({ headers }: RawAnswer): Record<string, string | undefined> {
  const pairs = (headers['set-cookie'] ?? []).map((cookie) => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    return [name, value === '' ? undefined : decodeURIComponent(value)] as const;
  });
  return Object.fromEntries(pairs);
}

/** A browser: it keeps cookies, and knows how it says where a visit comes from. */
export class Browser {
  readonly cookies = new Map<string, string>();

  constructor(private readonly stage: NetworkStage) {}

  async visit(what: string, headers: Headers = {}): Promise<RawAnswer> {
    const Cookie = Array.from(this.cookies, (pair) => pair.join('=')).join('; ');
    const answer = await this.stage.get(what, { ...(Cookie && { Cookie }), ...headers });
    for (const [name, value] of Object.entries(cookiesOf(answer))) {
      if (value === undefined) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  /** To the operator. @returns where it sends the browser back to, with the query */
  async toOperator(query = ''): Promise<string> {
    const { headers } = await this.visit(`${path}/start${query}`);
    const { pathname, search } = await this.stage.network.visit(String(headers.location));
    return pathname + search;
  }

  /** Clicks on "Accedi direttamente". */
  async signIn(): Promise<RawAnswer> {
    return this.visit(await this.toOperator());
  }
}
