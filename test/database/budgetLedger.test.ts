import { type BudgetEntry, BudgetLedger, partOfBudget } from '../../src/database/budgetLedger';
import type { Database } from '../../src/database/database';
import { sweepMarginMs } from '../../src/database/documents';
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

  test('refuses nobody while it has uses left, though one is given back by a try of the same use that was slower', async () => {
    const { budgetUses } = database;
    const uses = new Proxy(budgetUses, {
      get(model, name) {
        if (name !== 'findById') return Reflect.get(model, name) as unknown;
        return (id: string) => ({
          async lean() {
            await ledger.giveBack([entry()], 'same');
            return model.findById(id).lean();
          },
        });
      },
    });
    await ledger.take(entry(), 'same');
    expect(await new BudgetLedger(uses).take(entry(), 'same')).toEqual({ granted: true });
    expect(await ledger.left(entry())).toBe(4);
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

  test('is kept by the database until its window is over by every clock, and then forgotten', async () => {
    await ledger.take(entry(), 'first');
    const use = await database.budgetUses.findOne().lean();
    expect(use?.expiresAt).toEqual(new Date(start + windowMs + sweepMarginMs));
  });
});

describe('several budgets at once', () => {
  const address = (name: string, limit = 2) =>
    entry({ purpose: 'wrong code from an address', subject: name, budget: { limit, windowMs } });
  const line = entry({ purpose: 'wrong code', budget: { limit: 3, windowMs } });
  const countOf = async (of: BudgetEntry) => of.budget.limit - (await ledger.left(of));

  test('are taken all or none, of many at one moment, and what is refused uses nothing up', async () => {
    const takes = ['a', 'b', 'c'].flatMap((name) =>
      Array.from({ length: 20 }, (_, index) => ledger.takeAll([address(name), line], `${name}-${index}`)),
    );
    const answers = await Promise.all(takes);
    expect(answers.filter(({ granted }) => granted)).toHaveLength(3);
    expect(await countOf(line)).toBe(3);
    const uses = await Promise.all(['a', 'b', 'c'].map((name) => countOf(address(name))));
    expect(uses[0]! + uses[1]! + uses[2]!).toBe(3);
  });

  test('a caller who is refused never stands in the way of another, not for a moment', async () => {
    await ledger.takeAll([address('stranger', 1), line], 'first');
    const [, ...owner] = await Promise.all([
      Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          ledger.takeAll([address('stranger', 1), line], `s-${index}`),
        ),
      ),
      ledger.takeAll([address('owner'), line], 'o-1'),
      ledger.takeAll([address('owner'), line], 'o-2'),
    ]);
    expect(owner).toEqual([{ granted: true }, { granted: true }]);
  });

  test('say when the last of them opens', async () => {
    await ledger.take(address('a', 1), 'first');
    await ledger.take({ ...line, budget: { limit: 1, windowMs: 2 * windowMs } }, 'first');
    const wide = { ...line, budget: { limit: 1, windowMs: 2 * windowMs } };
    expect(await ledger.takeAll([address('a', 1), wide], 'next')).toEqual({
      granted: false,
      opensAt: start + 2 * windowMs,
    });
  });

  test('taken again for the same use are taken once, and given back are as if never taken', async () => {
    for (const use of ['first', 'first']) {
      expect(await ledger.takeAll([address('a'), line], use)).toEqual({ granted: true });
    }
    expect([await ledger.left(address('a')), await ledger.left(line)]).toEqual([1, 2]);
    await ledger.giveBack([address('a'), line], 'first');
    await ledger.giveBack([address('a'), line], 'first');
    expect([await ledger.left(address('a')), await ledger.left(line)]).toEqual([2, 3]);
  });

  test('a window that is over has every use left', async () => {
    await takeAll(5);
    expect(await ledger.left(entry())).toBe(0);
    expect(await ledger.left(entry({ now: start + windowMs }))).toBe(5);
  });
});

describe('a budget in parts', () => {
  const whole = (limit: number) => entry({ purpose: 'SMS of the service', budget: { limit, windowMs } });
  const ids = Array.from({ length: 400 }, (_, index) => `flow/${index}/1`);
  const take = (limit: number) => (id: string) => ledger.take(partOfBudget(whole(limit), id), id);

  test('of a hundred is one, and exact', async () => {
    const answers = await Promise.all(ids.slice(0, 150).map(take(100)));
    expect(answers.filter(({ granted }) => granted)).toHaveLength(100);
    expect(await database.budgetUses.countDocuments()).toBe(1);
  });

  test('is never passed, and a retry finds its own part', async () => {
    const answers = await Promise.all(ids.map(take(203)));
    const granted = ids.filter((_id, index) => answers[index]?.granted);
    expect(granted).toHaveLength(203);
    expect(await database.budgetUses.countDocuments()).toBe(3);
    const again = await Promise.all(granted.map(take(203)));
    expect(again.every((answer) => answer.granted)).toBe(true);
  });

  test('has sixteen parts at most, whose shares are the whole', () => {
    const parts = new Map(
      Array.from({ length: 2_000 }, (_, index) => partOfBudget(whole(5_003), String(index))).map((part) => [
        part.subject,
        part.budget.limit,
      ]),
    );
    expect(parts.size).toBe(16);
    expect([...parts.values()].reduce((sum, limit) => sum + limit)).toBe(5_003);
  });
});
