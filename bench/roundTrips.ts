import { randomUUID } from 'node:crypto';
import type { Settings } from '../src/config/config';
import { openDatabase } from '../src/database/database';
import { createCustomerRecords } from '../src/records/createCustomerRecords';
import type { RegistrationBody } from '../stand/extract';
import { msOf } from './turns';
import { latencies } from './statistics';

export interface RoundTrip {
  readonly name: string;
  readonly p50: string;
  readonly p95: string;
}

/** How long the database takes for what a registration asks of it, one question at a time. */
export async function measureRoundTrips(
  { config, secrets }: Settings,
  companies: readonly RegistrationBody[],
): Promise<readonly RoundTrip[]> {
  const database = await openDatabase(config.mongodbUri);
  const records = createCustomerRecords(config.records, secrets, database);
  const scratch = database.connection.collection<{ _id: string; count?: number }>('benchScratch');
  const questions: Readonly<Record<string, (company: RegistrationBody) => Promise<unknown>>> = {
    ping: () => database.connection.db?.admin().ping() ?? Promise.resolve(),
    'contracts of a VAT number': ({ vatNumber }) => records.contractsOf(vatNumber),
    'eligible offer of a VAT number': ({ vatNumber }) => records.hasEligibleOffer(vatNumber),
    'insert of a document': () => scratch.insertOne({ _id: randomUUID() }),
    'update of a document': () => scratch.updateOne({ _id: 'one' }, { $inc: { count: 1 } }, { upsert: true }),
  };
  try {
    const roundTrips: RoundTrip[] = [];
    for (const [name, question] of Object.entries(questions)) {
      const times: number[] = [];
      for (const company of companies) times.push(await msOf(() => question(company)));
      roundTrips.push({ name, ...latencies(times) });
    }
    return roundTrips;
  } finally {
    await database.connection.close();
  }
}
