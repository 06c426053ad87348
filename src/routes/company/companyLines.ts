import type { QueryFilter } from 'mongoose';
import { z } from 'zod';
import type { Database } from '../../database/database';
import type { LineAssociation } from '../../database/lineAssociations';
import { lineStatuses, simKinds } from '../../database/recordDocuments';
import { time } from '../../http/schemas';
import type { CompanyLine, CompanyRecords, LinesFound, LinesWanted } from '../../records/customerRecords';
import { longestQueryMs } from '../../records/importedRecords';
import type { Whole } from '../../../workflows/contracts/whole';

export interface CompanyLinesDependencies {
  readonly database: Pick<Database, 'lineAssociations' | 'offers'>;
  readonly records: CompanyRecords;
}

export interface CompanyLinesWanted extends LinesWanted {
  /** Only lines that have an account, or only those that have none. */
  readonly registered?: boolean | undefined;
}

export const companyLineSchema = z
  .object({
    line: z.string().meta({ description: 'E.164', example: '+393990000001' }),
    simKind: z.enum(simKinds),
    status: z.enum(lineStatuses),
    offer: z.string().optional().meta({ description: 'Name of the offer; absent where none is known.' }),
    activatedOn: z.iso.date(),
    registeredSince: time.nullable().meta({ description: 'null where the line has no account.' }),
  })
  .meta({ id: 'CompanyLine' });

/** A line of the records with its account's data, as API and page show it. */
export type ListedLine = z.output<typeof companyLineSchema>;

type Page = { readonly lines: readonly ListedLine[]; readonly next: string | undefined };
type Associations = ReadonlyMap<string, LineAssociation>;

/** The most that one request reads in search of lines that pass the filter. */
const mostParts = 10;
const linesAPart = 100;

/** The lines of a company, from the records, each with whether it has an account. */
export class CompanyLines {
  constructor(private readonly dependencies: CompanyLinesDependencies) {}

  /** One page. A filter may leave fewer lines than the limit, even none, while others follow. */
  async list(vatNumber: string, { registered, ...wanted }: CompanyLinesWanted): Promise<Page> {
    if (registered === undefined) return this.part(vatNumber, wanted, registered);
    const lines: ListedLine[] = [];
    let after = wanted.after;
    for (let parts = 0; parts < mostParts; parts += 1) {
      const part = await this.part(vatNumber, { ...wanted, after, limit: linesAPart }, registered);
      const fitting = part.lines.filter((line) => (line.registeredSince !== null) === registered);
      const taken = fitting.slice(0, wanted.limit - lines.length);
      lines.push(...taken);
      if (taken.length < fitting.length) return { lines, next: taken.at(-1)?.line };
      after = part.next;
      const hasLookedFar = part.lines.length < linesAPart;
      if (after === undefined || lines.length === wanted.limit || hasLookedFar) break;
    }
    return { lines, next: after };
  }

  numberOfRegistered(vatNumber: string): Promise<number> {
    const counted = this.dependencies.database.lineAssociations.countDocuments({ vatNumber });
    return counted.maxTimeMS(longestQueryMs).exec();
  }

  private async part(vatNumber: string, wanted: LinesWanted, registered: boolean | undefined): Promise<Page> {
    const isByAccount = registered === true && !wanted.search;
    const { lines, next } = isByAccount
      ? await this.linesWithAccount(vatNumber, wanted)
      : await this.dependencies.records.linesOf(vatNumber, wanted);
    const [associations, offerNames] = await Promise.all([
      this.associationsOf(
        vatNumber,
        lines.map(({ msisdn }) => msisdn),
      ),
      this.offerNamesOf(lines),
    ]);
    const listed = lines.map((line) => viewOf(line, associations.get(line.msisdn), offerNames));
    return { lines: listed, next };
  }

  /** The records of registered lines, without those that belong to another company by now. */
  private async linesWithAccount(
    vatNumber: string,
    { after, limit }: Pick<LinesWanted, 'after' | 'limit'>,
  ): Promise<LinesFound> {
    const filter = { vatNumber, ...(after !== undefined && { _id: { $gt: after } }) };
    const msisdns = (await this.associations(filter, limit + 1)).map(({ _id }) => _id);
    const part = msisdns.slice(0, limit);
    const found = await this.dependencies.records.linesNamed(part);
    return {
      lines: part.flatMap((msisdn) => found.get(msisdn) ?? []).filter((line) => line.vatNumber === vatNumber),
      next: msisdns.length > limit ? part.at(-1) : undefined,
    };
  }

  private async associationsOf(vatNumber: string, msisdns: readonly string[]): Promise<Associations> {
    const found = await this.associations({ _id: { $in: [...msisdns] }, vatNumber }, msisdns.length);
    return new Map(found.map((association) => [association._id, association]));
  }

  private async associations(
    filter: QueryFilter<LineAssociation>,
    limit: number,
  ): Promise<LineAssociation[]> {
    if (limit === 0) return [];
    return this.dependencies.database.lineAssociations
      .find(filter)
      .maxTimeMS(longestQueryMs)
      .sort({ _id: 1 })
      .limit(limit)
      .lean();
  }

  private async offerNamesOf(lines: readonly CompanyLine[]): Promise<ReadonlyMap<string, string>> {
    const codes = [...new Set(lines.flatMap(({ offerCode }) => offerCode ?? []))];
    if (codes.length === 0) return new Map();
    const found = await this.dependencies.database.offers
      .find({ _id: { $in: codes } }, { name: 1 })
      .maxTimeMS(longestQueryMs)
      .lean();
    return new Map(found.map(({ _id, name }) => [_id, name]));
  }
}

/** @param association of the line, where it has an account */
function viewOf(
  { msisdn, simKind, status, activatedOn, offerCode }: CompanyLine,
  association: LineAssociation | undefined,
  offerNames: ReadonlyMap<string, string>,
): Whole<ListedLine> {
  return {
    line: msisdn,
    simKind,
    status,
    offer: offerCode === undefined ? undefined : offerNames.get(offerCode),
    activatedOn,
    registeredSince: association?.associatedAt.toISOString() ?? null,
  };
}
