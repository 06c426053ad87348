import type { QueryFilter } from 'mongoose';
import type { Database } from '../database/database';
import { reversedText, type Line } from '../database/lines';
import type { CompanyLine, LinesFound, LinesWanted } from './customerRecords';
import { beginningWith, type NumberSearch } from './numberSearch';

type Lines = Pick<Database, 'lines'>;

/** How long the database may take for a question before the records count as unavailable. */
export const longestQueryMs = 1_500;

const shown = { vatNumber: 1, simKind: 1, status: 1, activatedOn: 1, offerCode: 1 } as const;

/** Each way in which a number may be found is a range of one index; the first of all of them are the first that are found. */
export async function importedLinesOf(
  { lines }: Lines,
  vatNumber: string,
  { after, search, limit }: LinesWanted,
): Promise<LinesFound> {
  const found = await Promise.all(
    rangesOf(search).map((range) => {
      const inOrder = after === undefined ? range : { $and: [range, { _id: { $gt: after } }] };
      return lines
        .find({ vatNumber, ...inOrder }, shown)
        .maxTimeMS(longestQueryMs)
        .sort({ _id: 1 })
        .limit(limit + 1)
        .lean();
    }),
  );
  const inOrder = [...new Map(found.flat().map((line) => [line._id, companyLine(line)])).values()].sort(
    (left, right) => (left.msisdn < right.msisdn ? -1 : 1),
  );
  const part = inOrder.slice(0, limit);
  return { lines: part, next: inOrder.length > limit ? part.at(-1)?.msisdn : undefined };
}

export async function importedLinesNamed(
  { lines }: Lines,
  msisdns: readonly string[],
): Promise<ReadonlyMap<string, CompanyLine>> {
  const found = await lines
    .find({ _id: { $in: [...msisdns] } }, shown)
    .maxTimeMS(longestQueryMs)
    .lean();
  return new Map(found.map((line) => [line._id, companyLine(line)]));
}

type FoundLine = Pick<Line, '_id' | keyof typeof shown>;

function rangesOf(search: NumberSearch | undefined): QueryFilter<Line>[] {
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
