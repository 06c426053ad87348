import { BudgetLedger, type BudgetEntry } from '../../src/database/budgetLedger';
import type { Database } from '../../src/database/database';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

let database: Database;
let ledger: BudgetLedger;
beforeAll(async () => {
  database = await openTestDatabase();
  ledger = new BudgetLedger(database.budgetUses);
});
afterAll(() => dropTestDatabase(database));
beforeEach(() => database.budgetUses.deleteMany({}));

const start = Date.parse('2030-01-04T10:00:00Z');
const windowMs = 3_600_000;
const entry = (change: Partial<BudgetEntry> = {}): BudgetEntry => ({
  purpose: 'mismatch of a VAT number',
  subject: 'one',
  budget: { limit: 5, windowMs },
  now: start,
  ...change,
});

async function takeAll(count: number, at: Partial<BudgetEntry> = {}, name = 'use') {
  return Promise.all(Array.from({ length: count }, (_, index) => ledger.take(entry(at), `${name}-${index}`)));
}

describe('a budget', () => {
  test.each([1, 5, 10])('of %d lets exactly that many of fifty uses at one moment through', async (limit) => {
    const answers = await takeAll(50, { budget: { limit, windowMs } });
    expect(answers.filter(({ granted }) => granted)).toHaveLength(limit);
    const refused = answers.filter((answer) => !answer.granted);
    expect(refused).toEqual(
      Array.from({ length: 50 - limit }, () => ({ granted: false, opensAt: start + windowMs })),
    );
  });

  test('counts one use once, however often and however many at once ask for it', async () => {
    await Promise.all(Array.from({ length: 30 }, () => ledger.take(entry(), 'same')));
    expect((await takeAll(4)).every(({ granted }) => granted)).toBe(true);
    expect(await ledger.take(entry(), 'sixth')).toMatchObject({ granted: false });
    expect(await ledger.take(entry(), 'same')).toEqual({ granted: true });
  });

  test('opens again at the end of its window, not a millisecond before', async () => {
    await takeAll(5);
    const end = start + windowMs;
    expect(await ledger.take(entry({ now: end - 1 }), 'late')).toEqual({ granted: false, opensAt: end });
    expect(await ledger.spent([entry({ now: end - 1 })])).toBe(true);
    expect(await ledger.spent([entry({ now: end })])).toBe(false);
    expect(await ledger.take(entry({ now: end }), 'late')).toEqual({ granted: true });
  });

  test('whose window is over lets exactly its limit through again, of fifty at one moment', async () => {
    await takeAll(5);
    const answers = await takeAll(50, { now: start + windowMs }, 'next');
    expect(answers.filter(({ granted }) => granted)).toHaveLength(5);
    const opensAt = start + 2 * windowMs;
    expect(answers.filter((answer) => !answer.granted && answer.opensAt === opensAt)).toHaveLength(45);
  });

  test('has a window that opens with the first use, and does not move with the later ones', async () => {
    await ledger.take(entry(), 'first');
    await takeAll(4, { now: start + windowMs - 1_000 });
    const answer = await ledger.take(entry({ now: start + windowMs - 1 }), 'sixth');
    expect(answer).toEqual({ granted: false, opensAt: start + windowMs });
  });

  test('of one subject or purpose is not touched by another', async () => {
    await takeAll(6);
    for (const other of [{ subject: 'two' }, { purpose: 'mismatch from an address' } as const]) {
      expect(await ledger.spent([entry(other)])).toBe(false);
      expect(await ledger.take(entry(other), 'use-0')).toEqual({ granted: true });
    }
  });

  test('that was lowered holds at once, one that was raised gives more', async () => {
    await takeAll(5);
    expect(await ledger.take(entry({ budget: { limit: 2, windowMs } }), 'a')).toMatchObject({
      granted: false,
    });
    expect(await ledger.take(entry({ budget: { limit: 6, windowMs } }), 'b')).toEqual({ granted: true });
  });

  test('is not refilled by a process whose clock is behind', async () => {
    await takeAll(5);
    expect(await ledger.take(entry({ now: start - 60_000 }), 'behind')).toMatchObject({ granted: false });
  });

  test('is asked about without being used, several at once', async () => {
    const other = entry({ subject: 'two' });
    expect(await ledger.spent([entry(), other])).toBe(false);
    await takeAll(5, { subject: 'two' });
    expect(await ledger.spent([entry(), other])).toBe(true);
    expect(await database.budgetUses.countDocuments()).toBe(1);
  });

  test('is forgotten by the database when its window is over', async () => {
    await ledger.take(entry(), 'first');
    const use = await database.budgetUses.findOne().lean();
    expect(use?.expiresAt).toEqual(new Date(start + windowMs));
  });
});
