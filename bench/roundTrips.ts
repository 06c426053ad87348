import { randomUUID } from 'node:crypto';
import type { Settings } from '../src/config/config';
import { openDatabase, type Database } from '../src/database/database';
import { Limits } from '../src/limits/limits';
import type { Step } from '../src/limits/steps';
import { createCustomerRecords } from '../src/records/createCustomerRecords';
import type { RegistrationBody, EmployeeLine } from '../stand/extract';
import { msOf } from './latency';
import { latencies } from './report';

export interface RoundTrip {
  readonly name: string;
  readonly p50: string;
  readonly p95: string;
}

/** Asked about a company. */
type Questions = Readonly<Record<string, (company: RegistrationBody) => Promise<unknown>>>;

/** How long the database takes for what registrations ask of it, one question at a time. */
export async function measureRoundTrips(
  settings: Settings,
  companies: readonly RegistrationBody[],
  line: EmployeeLine,
): Promise<readonly RoundTrip[]> {
  const database = await openDatabase(settings.config.mongodbUri);
  const questions = { ...questionsOfFlows(settings, database, line), ...questionsOfAnybody(database) };
  try {
    const roundTrips: RoundTrip[] = [];
    for (const [name, question] of Object.entries<Questions[string]>(questions)) {
      const times: number[] = [];
      for (const company of companies) times.push(await msOf(() => question(company)));
      roundTrips.push({ name, ...latencies(times) });
    }
    return roundTrips;
  } finally {
    await database.connection.close();
  }
}

function questionsOfFlows(
  { config, secrets }: Settings,
  database: Database,
  { msisdn }: EmployeeLine,
): Questions {
  const records = createCustomerRecords(config.records, secrets, database);
  const limits = new Limits(database.limits);
  return {
    'contracts of a VAT number': ({ vatNumber }) => records.contractsOf(vatNumber),
    'eligible offer of a VAT number': ({ vatNumber }) => records.hasEligibleOffer(vatNumber),
    'line of an MSISDN': () => records.lineOf(msisdn),
    'association of a line': () => database.lineAssociations.exists({ _id: msisdn }),
    'use taken': ({ vatNumber }) => limits.take(stepOn(vatNumber)),
    'try weighed and counted': async ({ vatNumber }) => {
      const step = stepOn(`weighed.${vatNumber}`);
      return limits.settle(step, await limits.look(step), false);
    },
    'use given back': ({ vatNumber }) => limits.giveBack(stepOn(vatNumber)),
  };
}

function questionsOfAnybody({ connection }: Database): Questions {
  const scratch = connection.collection<{ _id: string; count?: number }>('benchScratch');
  return {
    ping: () => connection.db?.admin().ping() ?? Promise.resolve(),
    'insert of a document': () => scratch.insertOne({ _id: randomUUID() }),
    'update of a document': () => scratch.updateOne({ _id: 'one' }, { $inc: { count: 1 } }, { upsert: true }),
    'transaction of two inserts': () =>
      connection.transaction(async (session) => {
        await scratch.insertOne({ _id: randomUUID() }, { session });
        await scratch.insertOne({ _id: randomUUID() }, { session });
      }),
  };
}

function stepOn(subject: string): Step {
  const rule = { windowMs: 3_600_000, atOnce: 10, reserve: 0, newcomerUses: 0 };
  const key = `bench.${subject}`;
  return {
    useId: 'bench/1',
    about: key,
    subject: { purpose: 'mail with a code', key, rule },
    sharer: key,
    now: Date.now(),
  };
}
