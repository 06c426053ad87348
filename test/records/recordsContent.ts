import type { Database } from '../../src/database/database';
import type { Contract } from '../../src/records/customerRecords';

/** What customer records hold, wherever they live. */
export interface RecordsContent {
  readonly contracts: readonly Contract[];
  readonly lines: readonly {
    readonly msisdn: string;
    readonly vatNumber: string;
    readonly customerCode: string;
    readonly offerCode: string;
    readonly status: 'active' | 'ceased';
  }[];
  readonly offers: readonly { readonly offerCode: string; readonly portal: 'ecare' | 'selfcare' }[];
}

const source = { fileDigest: 'none', line: 1 };

/** Makes the imported collections hold `content` and nothing else. */
export async function fillCollections(database: Database, content: RecordsContent): Promise<void> {
  const { companies, lines, offers } = database;
  await Promise.all([companies.deleteMany({}), lines.deleteMany({}), offers.deleteMany({})]);
  await companies.insertMany(
    content.contracts.map(({ customerCode, vatNumber, companyName, segment, representative }) => {
      return { _id: customerCode, vatNumber, name: companyName, segment, representative, source };
    }),
  );
  await lines.insertMany(
    content.lines.map(({ msisdn, vatNumber, offerCode, status }, place) => ({
      _id: msisdn,
      vatNumber,
      iccid: `8939990000${String(place).padStart(9, '0')}`,
      simKind: 'voice' as const,
      pukDigest: { digest: 'none', edgeKeyId: 'k', restKeyId: 'k' },
      offerCode,
      status,
      activatedOn: '2020-01-01',
      source,
    })),
  );
  await offers.insertMany(
    content.offers.map(({ offerCode, portal }) => ({ _id: offerCode, name: 'Offerta', portal, source })),
  );
}
