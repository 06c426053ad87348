import type { Database } from '../database/database';
import { RecordsUnavailable, type Contract, type CustomerRecords } from './customerRecords';

/** How long the database may take for a question before the records count as unavailable. */
const longestQueryMs = 1_500;

/** Customer records that `npm run import` filled; one query a question. */
export function importedRecords(database: Pick<Database, 'companies' | 'lines' | 'offers'>): CustomerRecords {
  return {
    contractsOf: (vatNumber) => answered(() => contractsOf(database, vatNumber)),
    hasEligibleOffer: (vatNumber) => answered(() => hasEligibleOffer(database, vatNumber)),
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
  { lines, offers }: Pick<Database, 'lines' | 'offers'>,
  vatNumber: string,
): Promise<boolean> {
  const found = await lines
    .aggregate([
      { $match: { vatNumber, status: 'active' } },
      { $group: { _id: '$offerCode' } },
      { $lookup: { from: offers.collection.name, localField: '_id', foreignField: '_id', as: 'offer' } },
      { $match: { 'offer.portal': 'selfcare' } },
      { $limit: 1 },
    ])
    .option({ maxTimeMS: longestQueryMs });
  return found.length > 0;
}

async function answered<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (cause) {
    throw new RecordsUnavailable('The imported records do not answer.', { cause });
  }
}
