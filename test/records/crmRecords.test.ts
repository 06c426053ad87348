import type { Database } from '../../src/database/database';
import { createCustomerRecords } from '../../src/records/createCustomerRecords';
import { RecordsUnavailable } from '../../src/records/customerRecords';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';
import { CrmSimulator, crmToken, type CrmMode } from './crmSimulator';
import { describeCustomerRecords } from './customerRecords.contract';
import { fillCollections } from './recordsContent';

function recordsOf(baseUrl: string, database: Database, token = crmToken) {
  return createCustomerRecords({ source: 'crm', baseUrl }, { crmToken: token }, database);
}

describeCustomerRecords('CRM', async () => {
  const database = await openTestDatabase();
  const crm = await CrmSimulator.start();
  return {
    records: recordsOf(crm.baseUrl, database),
    fill: async (content) => {
      crm.content = content;
      await fillCollections(database, { contracts: [], lines: [], offers: content.offers });
    },
    breakDown: () => {
      crm.mode = 'down';
      return Promise.resolve();
    },
    close: async () => {
      await crm.stop();
      await dropTestDatabase(database);
    },
  };
});

describe('a CRM that misbehaves', () => {
  const vatNumber = '99000019994';
  let database: Database;
  let crm: CrmSimulator;

  beforeAll(async () => {
    database = await openTestDatabase();
    crm = await CrmSimulator.start();
  });
  afterAll(async () => {
    await crm.stop();
    await dropTestDatabase(database);
  });

  test.each<CrmMode>(['slow', 'down', 'garbage', 'of another shape'])(
    'one that is %s is unavailable within a second, and its failure quotes neither question nor answer',
    async (mode) => {
      crm.mode = mode;
      const started = performance.now();
      const failure = await recordsOf(crm.baseUrl, database)
        .contractsOf(vatNumber)
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(RecordsUnavailable);
      expect(String((failure as Error).stack) + String((failure as Error).cause)).not.toContain(vatNumber);
      expect(performance.now() - started).toBeLessThan(1_500);
    },
  );

  test('one that refuses the token is unavailable', async () => {
    crm.mode = 'well';
    const records = recordsOf(crm.baseUrl, database, 'another-token');
    await expect(records.contractsOf(vatNumber)).rejects.toBeInstanceOf(RecordsUnavailable);
  });

  test('one that is gone is unavailable', async () => {
    const records = recordsOf('http://127.0.0.1:1', database);
    await expect(records.hasEligibleOffer(vatNumber)).rejects.toBeInstanceOf(RecordsUnavailable);
  });

  test('asking again is not done here: one question, one request', async () => {
    crm.mode = 'down';
    const before = crm.requests;
    await expect(recordsOf(crm.baseUrl, database).contractsOf(vatNumber)).rejects.toThrow(RecordsUnavailable);
    expect(crm.requests - before).toBe(1);
  });
});
