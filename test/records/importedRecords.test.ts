import crypto from 'node:crypto';
import type { mongo } from 'mongoose';
import { Keyring } from '../../src/config/keys';
import type { Database } from '../../src/database/database';
import type { LinesWanted } from '../../src/records/customerRecords';
import { createCustomerRecords } from '../../src/records/createCustomerRecords';
import { isRightPuk, pukDigestOf, simOfNobody, type DigestedSim } from '../../src/records/pukDigests';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';
import { describeCustomerRecords } from './customerRecords.contract';
import { keys, keyTexts } from './import/importFixture';
import { fillCollections } from './recordsContent';

function recordsOf(database: Database, workerKeys: Keyring | undefined = keys.workerKeys) {
  return createCustomerRecords({ source: 'imported' }, { crmToken: undefined, workerKeys }, database);
}

describeCustomerRecords('imported', async () => {
  const database = await openTestDatabase();
  let questions = 0;
  database.connection.set('debug', () => {
    questions += 1;
  });
  return {
    records: recordsOf(database),
    fill: (content) => fillCollections(database, content),
    questions: () => questions,
    breakDown: () => database.connection.close(),
    close: () => database.connection.close(),
  };
});

describe('PUKs at rest', () => {
  const iccid = '8939990000000000011';
  const sim = { iccid, pukDigest: pukDigestOf(keys.workerKeys, iccid, '12345678') };
  const typed = '12345678';
  const newKey = `worker-2:${Buffer.alloc(32, 4).toString('base64')}`;

  test('a PUK digested under a former key of the workers still matches', () => {
    const rotated = Keyring.parse(`${newKey},${keyTexts.workerKeys}`, 'WORKER_KEYS');
    expect(isRightPuk(rotated, sim, typed)).toBe(true);
  });

  test('a PUK whose key was taken out of the ring matches nothing', () => {
    expect(isRightPuk(Keyring.parse(newKey, 'WORKER_KEYS'), sim, typed)).toBe(false);
  });

  test('a PUK is bound to its SIM', () => {
    expect(isRightPuk(keys.workerKeys, { ...sim, iccid: '8939990000000000029' }, typed)).toBe(false);
  });

  test('an unknown line costs as much as a known one: one hash over as many bytes, and one comparison', () => {
    const workFor = (compared: DigestedSim) => {
      const hmacPrototype = Object.getPrototypeOf(crypto.createHmac('sha256', '')) as ReturnType<
        typeof crypto.createHmac
      >;
      const hash = jest.spyOn(crypto, 'createHmac');
      const part = jest.spyOn(hmacPrototype, 'update');
      const comparison = jest.spyOn(crypto, 'timingSafeEqual');
      isRightPuk(keys.workerKeys, compared, typed);
      const hashedBytes = part.mock.calls.map(([bytes]) => bytes.length);
      const work = { hashes: hash.mock.calls.length, hashedBytes, comparisons: comparison.mock.calls.length };
      jest.restoreAllMocks();
      return work;
    };
    const known = workFor(sim);
    expect(known).toMatchObject({ hashes: 1, comparisons: 1 });
    expect(known.hashedBytes).toHaveLength(2);
    expect(workFor(simOfNobody)).toEqual(known);
  });
});

test('a process without the keys of workers gets no records, and is told what to set', () => {
  const secrets = { crmToken: undefined, serviceKeys: keys.serviceKeys, workerKeys: undefined };
  const nothing = {} as Database;
  for (const settings of [{ source: 'imported' }, { source: 'crm', baseUrl: 'http://127.0.0.1:1' }] as const)
    expect(() => createCustomerRecords(settings, secrets, nothing)).toThrow(/^WORKER_KEYS must be set: /);
});

describe('a page of lines', () => {
  const own = '99000019994';
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase({ monitored: true });
    const lines = Array.from({ length: 1_000 }, (_, place) => lineOf(place, place % 2 ? own : '99000029993'));
    await database.connection.collection<{ _id: string }>('lines').insertMany(lines);
  });
  afterAll(() => dropTestDatabase(database));

  /** Documents that the database reads for a page, by its own word. */
  async function read(wanted: LinesWanted): Promise<number> {
    const filters: mongo.Document[] = [];
    const note = ({ command }: mongo.CommandStartedEvent) => void filters.push(command['filter'] as object);
    const client = database.connection.getClient().on('commandStarted', note);
    const { lines } = await recordsOf(database).linesOf(own, wanted);
    client.off('commandStarted', note);
    expect(lines).toHaveLength(wanted.limit);
    const plans = filters.map((filter) => database.lines.collection.find(filter).explain('executionStats'));
    const examined = (await Promise.all(plans)).map(
      (plan) => plan['executionStats'] as { totalDocsExamined: number },
    );
    return examined.reduce((sum, { totalDocsExamined }) => sum + totalDocsExamined, 0);
  }

  test.each([
    ['of all lines', undefined],
    ['of a search', { beginnings: ['+39399'] }],
  ])('%s is read behind a cursor by the same index as the first one', async (_which, search) => {
    const first = await read({ limit: 1, search });
    const behind = await read({ limit: 1, search, after: numberOf(499) });
    expect([first, behind]).toEqual([500, 250]);
  });
});

const numberOf = (place: number) => `+39399${String(place).padStart(7, '0')}`;

function lineOf(place: number, vatNumber: string) {
  const number = numberOf(place);
  const kept = { vatNumber, simKind: 'voice', offerCode: 'O', status: 'active', activatedOn: '2020-01-01' };
  return { _id: number, reversed: Array.from(number).reverse().join(''), ...kept };
}
