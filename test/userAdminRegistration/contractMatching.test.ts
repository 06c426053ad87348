import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/database/database';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';
import { contract, createActivityParts, sealed, typed } from './support/activityParts';

const day = 24 * 3_600 * 1_000;

describe('matching contract data', () => {
  let database: Database;
  let parts: ReturnType<typeof createActivityParts>;

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => dropTestDatabase(database));
  beforeEach(async () => {
    await database.limits.deleteMany({});
    parts = createActivityParts(database);
  });

  function match(
    changes: Parameters<typeof typed>[0] = {},
    request: { addressKey?: string; now?: number } = {},
  ) {
    return parts.activities.matchContractData({
      flowId: randomUUID(),
      application: sealed(),
      representative: typed(changes),
      addressKey: 'address',
      now: Date.now(),
      ...request,
    });
  }

  test('all data of one contract match, without regard to spelling', async () => {
    const verdict = await match({
      firstName: 'NICCOLO',
      lastName: 'd’esempio  prova',
      taxCode: 'smpchr80e57h501d',
      email: 'lEGALE@AZIENDA.EXAMPLE',
      mobile: '399 900 0001',
    });
    expect(verdict).toMatchObject({
      outcome: 'matched',
      hidesMatch: false,
      contract: { customerCode: 'C1' },
    });
  });

  test.each([
    ['firstName', 'Nicola'],
    ['lastName', 'Esempio'],
    ['birthDate', '1980-05-18'],
    ['taxCode', 'SMPLCU80E17H501R'],
    ['email', 'altro@azienda.example'],
    ['email', 'legali@azienda.example'],
    ['mobile', '+393999000002'],
  ] as const)('one datum that differs (%s: %s) is a mismatch', async (field, value) => {
    expect(await match({ [field]: value })).toEqual({ outcome: 'mismatch', hidesMatch: false });
  });

  test('data of two contracts of one VAT number, mixed, match none', async () => {
    const other = { ...contract.representative, email: 'seconda@azienda.example', mobile: '+393999000009' };
    parts.records.contracts = [contract, { ...contract, customerCode: 'C2', representative: other }];
    expect((await match({ mobile: other.mobile })).outcome).toBe('mismatch');
    expect(await match({ mobile: other.mobile, email: other.email })).toMatchObject({
      outcome: 'matched',
      contract: { customerCode: 'C2' },
    });
  });

  test('a VAT number that is unknown answers as one whose data differ', async () => {
    const mismatch = await match({ firstName: 'Nicola' });
    parts.records.contracts = [];
    expect(await match()).toEqual(mismatch);
  });

  test('a large company and a company without an eligible offer are told so after a full match only', async () => {
    parts.records.contracts = [{ ...contract, segment: 'LARGE' }];
    expect(await match()).toMatchObject({ outcome: 'refused', refusal: { code: 'LARGE_COMPANY' } });
    expect(await match({ firstName: 'Nicola' })).toEqual({ outcome: 'mismatch', hidesMatch: false });
    parts.records.contracts = [contract];
    parts.records.eligible = false;
    expect(await match()).toMatchObject({ outcome: 'refused', refusal: { code: 'NO_ELIGIBLE_OFFER' } });
    expect(await match({ firstName: 'Nicola' })).toEqual({ outcome: 'mismatch', hidesMatch: false });
  });

  test('the fifth mismatch of a VAT number in a day is told, from the sixth on every answer is neutral', async () => {
    const hidesMatch = [];
    for (let number = 1; number <= 6; number += 1) {
      hidesMatch.push((await match({ firstName: 'Nicola' }, { addressKey: `address ${number}` })).hidesMatch);
    }
    expect(hidesMatch).toEqual([false, false, false, false, false, true]);
    expect(await match({}, { addressKey: 'a new one' })).toMatchObject({
      outcome: 'matched',
      hidesMatch: true,
    });
    expect(await match({}, { addressKey: 'a new one', now: Date.now() + day + 1_000 })).toMatchObject({
      hidesMatch: false,
    });
  });

  test('the tenth mismatch from an address in an hour is told, the eleventh is not, over all VAT numbers', async () => {
    const request = (number: number) => ({
      flowId: randomUUID(),
      application: sealed({ vatNumber: `0000000000${number}` }),
      representative: typed(),
      addressKey: 'one address',
      now: Date.now(),
    });
    const hidesMatch = [];
    for (let number = 0; number < 11; number += 1) {
      hidesMatch.push((await parts.activities.matchContractData(request(number))).hidesMatch);
    }
    expect(hidesMatch).toEqual([...Array.from({ length: 10 }, () => false), true]);
  });

  test('a retry of one mismatch is counted once', async () => {
    const request = {
      flowId: 'one flow',
      application: sealed(),
      representative: typed({ firstName: 'X' }),
      addressKey: 'a',
      now: Date.now(),
    };
    for (let attempt = 0; attempt < 8; attempt += 1) {
      expect(await parts.activities.matchContractData(request)).toEqual({
        outcome: 'mismatch',
        hidesMatch: false,
      });
    }
  });

  test('twenty mismatches at once get no more plain answers than the budget has', async () => {
    const verdicts = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        match({ firstName: 'Nicola' }, { addressKey: `address ${number}` }),
      ),
    );
    expect(verdicts.filter(({ hidesMatch }) => !hidesMatch)).toHaveLength(5);
  });
});
