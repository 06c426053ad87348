import type { CrmClient } from './crmClient';
import { crmNames, crmPaths, lineResourceSchema, type LineResource } from './crmResources';
import { RecordsUnavailable, type CompanyLine, type LinesFound, type LinesWanted } from './customerRecords';
import { isFound } from './numberSearch';

/** Resources that one question looks through at most, and that one request asks for. */
const mostLooked = 500;
const pageSize = 100;

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
      if (lines.get(line.msisdn)?.status !== 'active') lines.set(line.msisdn, companyLine(line));
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

export function companyLine({
  msisdn,
  vatNumber,
  simKind,
  status,
  activatedOn,
  offerCode,
}: LineResource): CompanyLine {
  return { msisdn, vatNumber, simKind, status, activatedOn, offerCode };
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
