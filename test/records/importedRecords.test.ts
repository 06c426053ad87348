import crypto from 'node:crypto';
import { Keyring } from '../../src/config/keys';
import type { Database } from '../../src/database/database';
import { createCustomerRecords } from '../../src/records/createCustomerRecords';
import { isRightPuk, pukDigestOf, simOfNobody, type DigestedSim } from '../../src/records/pukDigests';
import { typedPuk } from '../../src/security/digests';
import { openTestDatabase } from '../support/testDatabase';
import { describeCustomerRecords } from './customerRecords.contract';
import { keys, keyTexts } from './import/importFixture';
import { fillCollections } from './recordsContent';

function recordsOf(database: Database, workerKeys: Keyring | undefined = keys.workerKeys) {
  const { serviceKeys } = keys;
  return createCustomerRecords(
    { source: 'imported' },
    { crmToken: undefined, serviceKeys, workerKeys },
    database,
  );
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
  const sim = { iccid, pukDigest: pukDigestOf(keys, iccid, '12345678') };
  const { digests } = typedPuk(keys.serviceKeys, '12345678');
  const newKey = `worker-2:${Buffer.alloc(32, 4).toString('base64')}`;

  test('a PUK digested under a former key of the workers still matches', () => {
    const rotated = Keyring.parse(`${newKey},${keyTexts.workerKeys}`, 'WORKER_KEYS');
    expect(isRightPuk(rotated, sim, digests)).toBe(true);
  });

  test('a PUK whose key was taken out of the ring matches nothing', () => {
    expect(isRightPuk(Keyring.parse(newKey, 'WORKER_KEYS'), sim, digests)).toBe(false);
  });

  test('a PUK is bound to its SIM', () => {
    expect(isRightPuk(keys.workerKeys, { ...sim, iccid: '8939990000000000029' }, digests)).toBe(false);
  });

  test('an unknown line costs as much as a known one: one hash over as many bytes, and one comparison', () => {
    const workFor = (compared: DigestedSim) => {
      const hmacPrototype = Object.getPrototypeOf(crypto.createHmac('sha256', '')) as ReturnType<
        typeof crypto.createHmac
      >;
      const hash = jest.spyOn(crypto, 'createHmac');
      const part = jest.spyOn(hmacPrototype, 'update');
      const comparison = jest.spyOn(crypto, 'timingSafeEqual');
      isRightPuk(keys.workerKeys, compared, digests);
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
