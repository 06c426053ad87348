import type { Keyring } from '../config/keys';
import type { CrmClient } from './crmClient';
import { crmNames, crmPaths, type LineResource, lineResourceSchema } from './crmResources';
import {
  type CompanyLine,
  type CustomerRecords,
  isInService,
  type LinesFound,
  type LinesWanted,
  type RecordedLine,
} from './customerRecords';
import { RecordsUnavailable } from '../errors/recordsUnavailable';
import { isFound } from './numberSearch';
import { isRightIccid, isRightPuk, pukDigestOf } from './pukDigests';

/** Resources that one question looks through at most, and that one request asks for. */
const mostLooked = 500;
const pageSize = 100;
/** Digested in the place of a SIM that is not there, so that time does not tell. */
const noSim = { iccid: '0'.repeat(19), puk: '0'.repeat(8) };
/** Requests under way at once where several lines are asked for. */
const requestsAtOnce = 10;

/** SIMs of the CRM's lines: one request a question, whether the line is known or not. */
export function crmSims(
  crm: CrmClient,
  workerKeys: Keyring,
): Pick<CustomerRecords, 'pukMatches' | 'iccidMatches'> {
  return {
    pukMatches: (msisdn, typed) => pukMatches(crm, workerKeys, msisdn, typed),
    iccidMatches: async (msisdn, typed) => isRightIccid((await lineResourceOf(crm, msisdn)) ?? noSim, typed),
  };
}

/** One request, whether the line is known or not. */
export async function crmLineOf(crm: CrmClient, msisdn: string): Promise<RecordedLine | undefined> {
  const found = await lineResourceOf(crm, msisdn);
  if (!found) return undefined;
  const { vatNumber, simKind, status, smsBarred, activatedOn } = found;
  return { msisdn, vatNumber, simKind, status, smsBarred, activatedOn };
}

/** A request a line. */
export async function crmLinesNamed(
  crm: CrmClient,
  msisdns: readonly string[],
): Promise<ReadonlyMap<string, CompanyLine>> {
  const lines = new Map<string, CompanyLine>();
  for (let first = 0; first < msisdns.length; first += requestsAtOnce) {
    const asked = msisdns.slice(first, first + requestsAtOnce);
    const found = await Promise.all(asked.map((msisdn) => lineResourceOf(crm, msisdn)));
    for (const line of found) if (line) lines.set(line.msisdn, companyLine(line));
  }
  return lines;
}

/** A CRM gives the PUK in clear: here it is digested, and nothing else is done with it. */
async function pukMatches(
  crm: CrmClient,
  workerKeys: Keyring,
  msisdn: string,
  typed: string,
): Promise<boolean> {
  const found = await lineResourceOf(crm, msisdn);
  const { iccid } = found ?? noSim;
  const pukDigest = pukDigestOf(workerKeys, iccid, found?.puk ?? noSim.puk);
  const right = isRightPuk(workerKeys, { iccid, pukDigest }, typed);
  return right && found?.puk !== undefined;
}

/** Of several lines that had the number one after the other, the one that has it now, or else had it last. */
async function lineResourceOf(crm: CrmClient, msisdn: string): Promise<LineResource | undefined> {
  let latest: LineResource | undefined;
  for await (const line of crm.all(crmPaths.resource, { value: msisdn }, lineResourceSchema)) {
    if (line?.msisdn !== msisdn) continue;
    if (isInService(line)) return line;
    if (!latest || line.activatedOn > latest.activatedOn) latest = line;
  }
  return latest;
}

/** In the order of numbers (`sort`, `.gt` of TMF630); a search looks through so many, and goes on with the next question. */
export async function crmLinesOf(
  crm: CrmClient,
  vatNumber: string,
  { after, search, limit }: LinesWanted,
): Promise<LinesFound> {
  const lines = new Map<string, CompanyLine>();
  let last = after;
  for (let looked = 0; looked < mostLooked; looked += pageSize) {
    const query = { ...ofCompany(vatNumber), sort: 'value', limit: String(pageSize) };
    const following = last === undefined ? {} : { 'value.gt': last };
    const { found } = await crm.page(crmPaths.resource, { ...query, ...following }, lineResourceSchema);
    for (const line of found) {
      if (!line) continue;
      if (lines.size === limit && !lines.has(line.msisdn)) return { lines: [...lines.values()], next: last };
      last = nextInOrder(line, last);
      if (line.vatNumber !== vatNumber || (search && !isFound(line.msisdn, search))) continue;
      if (!isInService(lines.get(line.msisdn))) lines.set(line.msisdn, companyLine(line));
    }
    if (found.length < pageSize) return { lines: [...lines.values()], next: undefined };
  }
  return { lines: [...lines.values()], next: last };
}

export async function crmNumberOfLines(crm: CrmClient, vatNumber: string): Promise<number> {
  const { found, total } = await crm.page(
    crmPaths.resource,
    { ...ofCompany(vatNumber), limit: '1' },
    lineResourceSchema,
  );
  if (total === undefined) throw new RecordsUnavailable('The CRM does not say how many lines there are.');
  if (found.some((line) => line?.vatNumber !== vatNumber))
    throw new RecordsUnavailable('The CRM counts lines of other companies, too.');
  return total;
}

function companyLine({
  msisdn,
  vatNumber,
  simKind,
  status,
  smsBarred,
  activatedOn,
  offerCode,
}: LineResource): CompanyLine {
  return { msisdn, vatNumber, simKind, status, smsBarred, activatedOn, offerCode };
}

function ofCompany(vatNumber: string) {
  return {
    'resourceCharacteristic.name': crmNames.vatNumber,
    'resourceCharacteristic.value': vatNumber,
  };
}

/** A CRM that does not know how to sort would let lines be missed, or a page come for ever. */
function nextInOrder({ msisdn }: LineResource, last: string | undefined): string {
  if (last !== undefined && msisdn < last)
    throw new RecordsUnavailable('The CRM does not keep the order of numbers.');
  return msisdn;
}
