import { CrmClient, type CrmAccess } from './crmClient';
import { crmLineOf, crmLinesNamed, crmLinesOf, crmNumberOfLines, crmSims } from './crmLines';
import { crmNames, crmPaths, individualSchema, organizationSchema, productSchema } from './crmResources';
import {
  type CompanyRecords,
  type Contract,
  type CustomerRecords,
  type LegalRepresentative,
  vatNumberOfNobody,
} from './customerRecords';
import { RecordsUnavailable } from '../errors/recordsUnavailable';
import type { Keyring } from '../config/keys';

/** Codes of the offers that self-care serves: the service's own list, which no CRM knows. */
export type EligibleOffers = () => Promise<ReadonlySet<string>>;

/**
 * Customer records of the operator's CRM, by TM Forum's Open APIs: TMF632 Party Management for contracts and their
 * legal representatives, TMF637 Product Inventory for offers, TMF639 Resource Inventory for lines. Nothing
 * is kept; asking again is the workflow's part.
 */
export function crmRecords(
  access: CrmAccess,
  workerKeys: Keyring,
  eligibleOffers: EligibleOffers,
): CustomerRecords {
  const crm = new CrmClient(access);
  return {
    hasEligibleOffer: (vatNumber) => hasEligibleOffer(crm, eligibleOffers, vatNumber),
    async servedLineOf(msisdn) {
      const line = await crmLineOf(crm, msisdn);
      const vatNumber = line?.vatNumber ?? vatNumberOfNobody;
      return { line, isEligible: await hasEligibleOffer(crm, eligibleOffers, vatNumber) };
    },
    ...crmCompanies(crm),
    ...crmSims(crm, workerKeys),
  };
}

/** Companies and lines of the CRM. */
export function crmCompanies(crm: CrmClient): CompanyRecords {
  return {
    contractsOf: (vatNumber) => contractsOf(crm, vatNumber),
    lineOf: (msisdn) => crmLineOf(crm, msisdn),
    linesNamed: (msisdns) => crmLinesNamed(crm, msisdns),
    linesOf: (vatNumber, wanted) => crmLinesOf(crm, vatNumber, wanted),
    numberOfLines: (vatNumber) => crmNumberOfLines(crm, vatNumber),
  };
}

async function contractsOf(crm: CrmClient, vatNumber: string): Promise<readonly Contract[]> {
  const contracts: Contract[] = [];
  for await (const { representativeId, ...contract } of organizationsOf(crm, vatNumber)) {
    contracts.push({ ...contract, representative: await representativeOf(crm, representativeId) });
  }
  return contracts;
}

async function hasEligibleOffer(
  crm: CrmClient,
  eligibleOffers: EligibleOffers,
  vatNumber: string,
): Promise<boolean> {
  const eligible = await eligibleOffers();
  for await (const { customerCode } of organizationsOf(crm, vatNumber)) {
    const filter = { 'relatedParty.id': customerCode, status: 'active' };
    for await (const { status, productOffering } of crm.all(crmPaths.product, filter, productSchema)) {
      if (status === 'active' && productOffering && eligible.has(productOffering.id)) return true;
    }
  }
  return false;
}

/** A CRM that does not know the filter would give other companies too: they are left out. */
async function* organizationsOf(crm: CrmClient, vatNumber: string) {
  const filter = {
    'organizationIdentification.identificationType': crmNames.vatNumber,
    'organizationIdentification.identificationId': vatNumber,
  };
  for await (const organization of crm.all(crmPaths.organization, filter, organizationSchema)) {
    if (organization.vatNumber === vatNumber) yield organization;
  }
}

async function representativeOf(crm: CrmClient, id: string): Promise<LegalRepresentative> {
  for await (const { id: found, ...representative } of crm.all(
    crmPaths.individual,
    { id },
    individualSchema,
  )) {
    if (found === id) return representative;
  }
  throw new RecordsUnavailable('The CRM does not know the legal representative that it names.');
}
