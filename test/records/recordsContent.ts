import type { Database } from '../../src/database/database';
import type { Contract } from '../../src/records/customerRecords';
import { pukDigestOf } from '../../src/records/pukDigests';
import { keys } from './import/importFixture';

/** What customer records hold, wherever they live. */
export interface RecordsContent {
  readonly contracts: readonly Contract[];
  readonly lines: readonly {
    readonly msisdn: string;
    readonly vatNumber: string;
    readonly customerCode: string;
    readonly offerCode: string;
    readonly status: 'active' | 'suspended' | 'ceased';
    readonly smsBarred?: boolean;
    readonly simKind: 'data-only' | 'voice';
    readonly iccid: string;
    readonly puk: string;
    readonly activatedOn: string;
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
    content.lines.map(({ msisdn, iccid, puk, ...line }) => {
      const { vatNumber, simKind, offerCode, status, smsBarred, activatedOn } = line;
      const pukDigest = pukDigestOf(keys.workerKeys, iccid, puk);
      const state = { offerCode, status, smsBarred, activatedOn };
      return { _id: msisdn, vatNumber, iccid, simKind, pukDigest, ...state, source };
    }),
  );
  await offers.insertMany(
    content.offers.map(({ offerCode, portal }) => ({ _id: offerCode, name: 'Offerta', portal, source })),
  );
}
