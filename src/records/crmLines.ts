import type { TypedPuk } from '../../workflows/contracts/puk';
import type { CrmClient } from './crmClient';
import { companyLine } from './crmCompanyLines';
import { crmPaths, lineResourceSchema, type LineResource } from './crmResources';
import type { CompanyLine, CustomerRecords, RecordedLine } from './customerRecords';
import { isRightPuk, pukDigestOf, type PukKeys } from './pukDigests';

/** Digested in the place of a SIM that is not there, so that time does not tell. */
const noSim = { iccid: '0'.repeat(19), puk: '0'.repeat(8) };
/** Requests under way at once where several lines are asked for. */
const requestsAtOnce = 10;

/** PUKs of the CRM's lines: one request a question, whether the line is known or not. */
export function crmPuks(crm: CrmClient, keys: PukKeys): Pick<CustomerRecords, 'pukMatches'> {
  return { pukMatches: (msisdn, typed) => pukMatches(crm, keys, msisdn, typed) };
}

/** One request, whether the line is known or not. */
export async function crmLineOf(crm: CrmClient, msisdn: string): Promise<RecordedLine | undefined> {
  const found = await lineResourceOf(crm, msisdn);
  if (!found) return undefined;
  const { vatNumber, simKind, status, activatedOn } = found;
  return { msisdn, vatNumber, simKind, status, activatedOn };
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
  keys: PukKeys,
  msisdn: string,
  typed: TypedPuk['digests'],
): Promise<boolean> {
  const found = await lineResourceOf(crm, msisdn);
  const { iccid } = found ?? noSim;
  const pukDigest = pukDigestOf(keys, iccid, found?.puk ?? noSim.puk);
  const right = isRightPuk(keys.workerKeys, { iccid, pukDigest }, typed);
  return right && found?.puk !== undefined;
}

/** Of several lines that had the number one after the other, the one that has it now, or else had it last. */
async function lineResourceOf(crm: CrmClient, msisdn: string): Promise<LineResource | undefined> {
  let latest: LineResource | undefined;
  for await (const line of crm.all(crmPaths.resource, { value: msisdn }, lineResourceSchema)) {
    if (line?.msisdn !== msisdn) continue;
    if (line.status === 'active') return line;
    if (!latest || line.activatedOn > latest.activatedOn) latest = line;
  }
  return latest;
}
