import type { QueryFilter } from 'mongoose';
import type { Keyring } from '../config/keys';
import type { Database } from '../database/database';
import { isDatabaseFailure } from '../database/failures';
import { type Line, reversedText } from '../database/recordDocuments';
import {
  type CompanyLine,
  type CompanyRecords,
  type Contract,
  type CustomerRecords,
  type LinesFound,
  type LinesWanted,
  type RecordedLine,
  type ServedLine,
  vatNumberOfNobody,
} from './customerRecords';
import { RecordsUnavailable } from '../errors/recordsUnavailable';
import { beginningWith, type NumberSearch } from './numberSearch';
import { isRightIccid, isRightPuk, simOfNobody } from './pukDigests';

/** How long the database may take for a question before the records count as unavailable. */
export const longestQueryMs = 1_500;
const shown = { vatNumber: 1, simKind: 1, status: 1, smsBarred: 1, activatedOn: 1, offerCode: 1 } as const;
type Lines = Pick<Database, 'lines'>;
type FoundLine = Pick<Line, '_id' | keyof typeof shown>;

/** Customer records that `npm run import` filled; a question takes the same number of queries, known or unknown. */
export function importedRecords(
  database: Pick<Database, 'companies' | 'lines' | 'offers'>,
  workerKeys: Keyring,
): CustomerRecords {
  return {
    hasEligibleOffer: (vatNumber) => answered(() => hasEligibleOffer(database, vatNumber)),
    servedLineOf: (msisdn) => answered(() => servedLineOf(database, msisdn)),
    ...importedCompanies(database),
    pukMatches: (msisdn, typed) => answered(() => pukMatches(database, workerKeys, msisdn, typed)),
    iccidMatches: (msisdn, typed) => answered(() => iccidMatches(database, msisdn, typed)),
  };
}

/** Companies and lines that `npm run import` filled. */
export function importedCompanies(database: Pick<Database, 'companies' | 'lines'>): CompanyRecords {
  return {
    contractsOf: (vatNumber) => answered(() => contractsOf(database, vatNumber)),
    lineOf: (msisdn) => answered(() => lineOf(database, msisdn)),
    linesNamed: (msisdns) => answered(() => importedLinesNamed(database, msisdns)),
    linesOf: (vatNumber, wanted) => answered(() => importedLinesOf(database, vatNumber, wanted)),
    numberOfLines: (vatNumber) =>
      answered(() => database.lines.countDocuments({ vatNumber }).maxTimeMS(longestQueryMs).exec()),
  };
}

/**
 * Codes of the imported offers that self-care serves.
 *
 * @throws RecordsUnavailable
 */
export async function eligibleOffersOf({ offers }: Pick<Database, 'offers'>): Promise<ReadonlySet<string>> {
  const found = await answered(() =>
    offers.find({ portal: 'selfcare' }, { _id: 1 }).maxTimeMS(longestQueryMs).lean(),
  );
  return new Set(found.map(({ _id }) => _id));
}

async function contractsOf(
  { companies }: Pick<Database, 'companies'>,
  vatNumber: string,
): Promise<readonly Contract[]> {
  const found = await companies
    .find({ vatNumber }, { source: 0 })
    .maxTimeMS(longestQueryMs)
    .sort({ _id: 1 })
    .lean();
  return found.map((company) => ({
    customerCode: company._id,
    vatNumber: company.vatNumber,
    companyName: company.name,
    segment: company.segment,
    representative: company.representative,
  }));
}

async function hasEligibleOffer(
  database: Pick<Database, 'lines' | 'offers'>,
  vatNumber: string,
): Promise<boolean> {
  return hasOfferOf(database, await eligibleOffersOf(database), vatNumber);
}

async function servedLineOf(
  database: Pick<Database, 'lines' | 'offers'>,
  msisdn: string,
): Promise<ServedLine> {
  const [line, eligible] = await Promise.all([lineOf(database, msisdn), eligibleOffersOf(database)]);
  return { line, isEligible: await hasOfferOf(database, eligible, line?.vatNumber ?? vatNumberOfNobody) };
}

/** Reads one line at most, however many the company has: time does not tell a company from none. */
async function hasOfferOf(
  { lines }: Lines,
  offerCodes: ReadonlySet<string>,
  vatNumber: string,
): Promise<boolean> {
  const found = await lines
    .exists({ vatNumber, status: 'active', offerCode: { $in: [...offerCodes] } })
    .maxTimeMS(longestQueryMs);
  return found !== null;
}

async function lineOf({ lines }: Pick<Database, 'lines'>, msisdn: string): Promise<RecordedLine | undefined> {
  const found = await lines
    .findById(msisdn, { vatNumber: 1, simKind: 1, status: 1, smsBarred: 1, activatedOn: 1 })
    .maxTimeMS(longestQueryMs)
    .lean();
  if (!found) return undefined;
  const { vatNumber, simKind, status, smsBarred, activatedOn } = found;
  return { msisdn, vatNumber, simKind, status, smsBarred, activatedOn };
}

async function pukMatches(
  { lines }: Pick<Database, 'lines'>,
  workerKeys: Keyring,
  msisdn: string,
  typed: string,
): Promise<boolean> {
  const found = await lines.findById(msisdn, { iccid: 1, pukDigest: 1 }).maxTimeMS(longestQueryMs).lean();
  return isRightPuk(workerKeys, found ?? simOfNobody, typed);
}

async function iccidMatches(
  { lines }: Pick<Database, 'lines'>,
  msisdn: string,
  typed: string,
): Promise<boolean> {
  const found = await lines.findById(msisdn, { iccid: 1 }).maxTimeMS(longestQueryMs).lean();
  return isRightIccid(found ?? simOfNobody, typed);
}

async function answered<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (cause) {
    if (!isDatabaseFailure(cause)) throw cause;
    throw new RecordsUnavailable('The imported records do not answer.', { cause });
  }
}

/** Each way in which a number may be found is a range of one index; the first of all of them are the first that are found. */
async function importedLinesOf(
  { lines }: Lines,
  vatNumber: string,
  { after, search, limit }: LinesWanted,
): Promise<LinesFound> {
  const found = await Promise.all(
    rangesOf(search).map((range) =>
      lines
        .find({ vatNumber, ...(after === undefined ? range : behind(after, range)) }, shown)
        .maxTimeMS(longestQueryMs)
        .sort({ _id: 1 })
        .limit(limit + 1)
        .lean(),
    ),
  );
  const inOrder = [...new Map(found.flat().map((line) => [line._id, companyLine(line)])).values()].sort(
    (left, right) => (left.msisdn < right.msisdn ? -1 : 1),
  );
  const part = inOrder.slice(0, limit);
  return { lines: part, next: inOrder.length > limit ? part.at(-1)?.msisdn : undefined };
}

async function importedLinesNamed(
  { lines }: Lines,
  msisdns: readonly string[],
): Promise<ReadonlyMap<string, CompanyLine>> {
  const found = await lines
    .find({ _id: { $in: [...msisdns] } }, shown)
    .maxTimeMS(longestQueryMs)
    .lean();
  return new Map(found.map((line) => [line._id, companyLine(line)]));
}

/** What a query finds by an index; within `$and` SecantusDB would read every line of every company. */
interface NumberRange {
  readonly _id?: { readonly $gte: string; readonly $lt: string };
  readonly reversed?: { readonly $gte: string; readonly $lt: string };
}

/** The part of a range that follows a number. */
function behind(after: string, range: NumberRange): QueryFilter<Line> {
  return { ...range, _id: { ...range._id, $gt: after } };
}

function rangesOf(search: NumberSearch | undefined): NumberRange[] {
  if (!search) return [{}];
  const { beginnings, lastDigits } = search;
  return [
    ...beginnings.map((beginning) => ({ _id: beginningWith(beginning) })),
    ...(lastDigits === undefined ? [] : [{ reversed: beginningWith(reversedText(lastDigits)) }]),
  ];
}

function companyLine({ _id: msisdn, ...line }: FoundLine): CompanyLine {
  return { msisdn, ...line };
}
