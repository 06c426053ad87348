import type { Database } from '../../src/database/database';
import { individualSchema } from '../../src/records/crmResources';
import { createCustomerRecords } from '../../src/records/createCustomerRecords';
import { type CustomerRecords } from '../../src/records/customerRecords';
import { RecordsUnavailable } from '../../src/errors/recordsUnavailable';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';
import { CrmSimulator, crmToken, type CrmMode } from './crmSimulator';
import { describeCustomerRecords } from './customerRecords.contract';
import { keys } from './import/importFixture';
import { fillCollections } from './recordsContent';

function recordsOf(baseUrl: string, database: Database, token = crmToken) {
  return createCustomerRecords({ source: 'crm', baseUrl }, { crmToken: token, ...keys }, database);
}

describeCustomerRecords('CRM', async () => {
  const database = await openTestDatabase();
  const crm = await CrmSimulator.start();
  return {
    records: recordsOf(crm.baseUrl, database),
    questions: () => crm.requests,
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
    'one that is %s is unavailable within its deadline, and its failure quotes neither question nor answer',
    async (mode) => {
      crm.mode = mode;
      const started = performance.now();
      const failure = await recordsOf(crm.baseUrl, database)
        .contractsOf(vatNumber)
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(RecordsUnavailable);
      expect(String((failure as Error).stack) + String((failure as Error).cause)).not.toContain(vatNumber);
      expect(performance.now() - started).toBeLessThan(30_000);
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

describe('lines of a CRM', () => {
  const line = {
    msisdn: '+393990000001',
    vatNumber: '99000019994',
    customerCode: 'C1',
    offerCode: 'SC-01',
    simKind: 'voice',
    iccid: '8939990000000000011',
    puk: '12345678',
  } as const;
  const former = { ...line, status: 'ceased', activatedOn: '2012-01-01', puk: '11111111' } as const;
  const ceasedLater = { ...former, activatedOn: '2016-01-01', vatNumber: '99000029993' } as const;
  const current = { ...line, status: 'active', activatedOn: '2015-01-01' } as const;
  let database: Database;
  let crm: CrmSimulator;
  let records: CustomerRecords;

  beforeAll(async () => {
    database = await openTestDatabase();
    crm = await CrmSimulator.start();
    records = recordsOf(crm.baseUrl, database);
  });
  afterAll(async () => {
    await crm.stop();
    await dropTestDatabase(database);
  });

  test('a number that was given out anew is the line that is active now, with its PUK', async () => {
    crm.content = { contracts: [], offers: [], lines: [former, current, ceasedLater] };
    expect(await records.lineOf(line.msisdn)).toMatchObject({ status: 'active', activatedOn: '2015-01-01' });
    const matches = (puk: string) => records.pukMatches(line.msisdn, puk);
    expect(await matches('12345678')).toBe(true);
    expect(await matches('11111111')).toBe(false);
  });

  test('identifiers are read as people type them', async () => {
    const written = { vatNumber: 'IT 99000019994', iccid: '8939 9900-0000 0000 011', puk: '1234\u20115678' };
    crm.content = { contracts: [], offers: [], lines: [{ ...current, ...written }] };
    expect(await records.lineOf(line.msisdn)).toMatchObject({ vatNumber: '99000019994' });
    expect(await records.pukMatches(line.msisdn, '12345678')).toBe(true);
  });

  test('a number that was given out anew and is suspended now is that line', async () => {
    crm.content = {
      contracts: [],
      offers: [],
      lines: [former, { ...current, status: 'suspended' }, ceasedLater],
    };
    expect(await records.lineOf(line.msisdn)).toMatchObject({
      status: 'suspended',
      activatedOn: '2015-01-01',
    });
    const ofCompany = await records.linesOf(line.vatNumber, { limit: 10 });
    expect(ofCompany.lines).toMatchObject([{ status: 'suspended' }]);
  });

  test('a number of ceased lines alone is the one that was activated last', async () => {
    crm.content = { contracts: [], offers: [], lines: [former, ceasedLater, former] };
    expect(await records.lineOf(line.msisdn)).toMatchObject({ status: 'ceased', vatNumber: '99000029993' });
  });

  test('a number that no customer has is unknown', async () => {
    crm.freeNumbers = ['+393990000099'];
    expect(await records.lineOf('+393990000099')).toBeUndefined();
  });

  test('a line without a usable PUK is known, and no PUK matches', async () => {
    crm.content = { contracts: [], offers: [], lines: [{ ...current, puk: '' }] };
    expect(await records.lineOf(line.msisdn)).toMatchObject({ status: 'active' });
    for (const puk of ['', '00000000', '12345678'])
      expect(await records.pukMatches(line.msisdn, puk)).toBe(false);
  });
});

test.each([
  ['1980-05-17', '1980-05-17'],
  ['1980-05-17T00:00:00.000Z', '1980-05-17'],
  ['1980-05-17T00:00:00+02:00', '1980-05-17'],
  ['1980-05-16T22:00:00Z', '1980-05-17'],
  ['1980-01-16T23:00:00.000Z', '1980-01-17'],
  ['1980-05-17T12:00:00', '1980-05-17'],
])('the birth date %s of the CRM is %s in Italy', (birthDate, day) => {
  const individual = {
    ...{ id: 'P-1', givenName: 'Chiara', familyName: 'Esempio', birthDate },
    individualIdentification: [{ identificationType: 'taxCode', identificationId: 'SMPCHR80E57H501D' }],
    contactMedium: [
      { mediumType: 'email', characteristic: { emailAddress: 'chiara@azienda.example' } },
      { mediumType: 'mobile', characteristic: { phoneNumber: '+393990000001' } },
    ],
  };
  expect(individualSchema.parse(individual)).toMatchObject({ birthDate: day });
});
