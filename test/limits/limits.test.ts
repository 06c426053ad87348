import type { Database } from '../../src/database/database';
import { sweepMarginMs } from '../../src/database/documents';
import { Limits } from '../../src/limits/limits';
import type { Step } from '../../src/limits/steps';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';
import type { SubjectRule } from '../../src/limits/rules';
import { commandsOf, hour, minute, originOf, start, subjectRule, tryOn } from './support';

let database: Database;
let limits: Limits;
beforeAll(async () => {
  database = await openTestDatabase({ monitored: true });
  limits = new Limits(database.limits);
});
afterAll(() => dropTestDatabase(database));
beforeEach(() => database.limits.deleteMany({}));

/** Compares once: whether its result may be told. */
async function isTold(step: Step, isRight = false): Promise<boolean> {
  return (await limits.settle(step, await limits.look(step), isRight)).wait === undefined;
}
const countOf = (answers: readonly boolean[]) => answers.filter(Boolean).length;
const opensAt = async (step: Step) => (await limits.look(step)).wait?.opensAt;
const networks = (count: number) => Array.from({ length: count }, (_, index) => `network${index}`);

describe('a subject', () => {
  test('of a thousand tries at one moment tells exactly its figure, however many networks they come from', async () => {
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => isTold(tryOn('line', `network${index % 200}`))),
    );
    expect(countOf(answers)).toBe(subjectRule.atOnce);
    const kept = await database.limits.findById('code:line').lean();
    expect(kept?.uses).toHaveLength(subjectRule.atOnce);
  });

  test('that counted a try as wrong takes the same one as right when it is repeated, as after a renewal of keys', async () => {
    const step = tryOn('line', 'one');
    expect(await isTold(step)).toBe(true);
    expect(await isTold(step, true)).toBe(true);
    const kept = await database.limits.findById('code:line').lean();
    expect(kept?.uses).toEqual([]);
  });

  test('tells a right try among a thousand only if there is room for it at its turn', async () => {
    const wrong = Array.from({ length: 200 }, (_, index) => isTold(tryOn('line', `network${index}`)));
    await Promise.all(wrong);
    expect(await isTold(tryOn('line', 'late'), true)).toBe(false);
  });

  test('counts a try once, however often and however many at once it is repeated', async () => {
    const same = tryOn('line', 'one');
    const answers = await Promise.all(Array.from({ length: 30 }, () => isTold(same)));
    expect(countOf(answers)).toBe(30);
    const kept = await database.limits.find().lean();
    expect(kept.flatMap((each) => each.uses ?? [])).toHaveLength(1);
    expect(kept.flatMap((each) => each.failures ?? [])).toHaveLength(1);
    expect(await limits.take(same)).toBeUndefined();
  });

  test('leaves room: one network alone takes four of six, and others still come', async () => {
    const answers: boolean[] = [];
    for (let times = 0; times < 10; times += 1) answers.push(await isTold(tryOn('line', 'stranger')));
    expect(countOf(answers)).toBe(4);
    expect(await isTold(tryOn('line', 'owner'))).toBe(true);
    expect(await isTold(tryOn('line', 'owner'), true)).toBe(true);
  });

  test('gives its reserve to nobody who failed on another subject', async () => {
    for (const stranger of ['one', 'two']) await isTold(tryOn(`other of ${stranger}`, stranger));
    for (let times = 0; times < 4; times += 1) await isTold(tryOn('line', 'three'));
    expect(await isTold(tryOn('line', 'one'))).toBe(false);
    expect(await isTold(tryOn('line', 'two'))).toBe(false);
    expect(await isTold(tryOn('line', 'owner'))).toBe(true);
  });

  test('a newcomer waits 15 minutes at most, whatever networks go on with; of ten a hour none is more than that', async () => {
    let told = 0;
    for (let at = start; at < start + hour; at += minute) {
      const answers = await Promise.all(
        networks(9).map((name) => isTold(tryOn('line', `${name}/${at}`, { now: at }))),
      );
      told += countOf(answers);
    }
    expect(told).toBeLessThanOrEqual(10);
    const now = start + hour - 1;
    const owner = tryOn('line', 'owner', { now });
    const opening = (await opensAt(owner)) ?? now;
    expect(opening - now).toBeLessThanOrEqual(15 * minute);
    expect(await isTold({ ...owner, now: opening }, true)).toBe(true);
  });

  test('those who keep asking do not take the turn of a newcomer', async () => {
    for (let times = 0; times < 4; times += 1) await isTold(tryOn('line', 'stranger'));
    for (const name of ['a', 'b']) await isTold(tryOn('line', name));
    const turn = start + 15 * minute;
    expect(await isTold(tryOn('line', 'stranger', { now: turn }))).toBe(false);
    expect(await isTold(tryOn('line', 'owner', { now: turn - 1 }))).toBe(false);
    expect(await isTold(tryOn('line', 'owner', { now: turn }), true)).toBe(true);
  });

  test('slides: what is an hour old counts no more, what is a moment younger does', async () => {
    for (const name of networks(6)) await isTold(tryOn('line', name));
    const { windowMs, atOnce, reserve, newcomerUses } = subjectRule;
    const rule = { windowMs, atOnce, reserve, newcomerUses };
    const step = (now: number) =>
      tryOn('line', 'later', { now, subject: { purpose: 'code', key: 'line', rule } });
    expect(await isTold(step(start + hour - 1))).toBe(false);
    expect(await isTold(step(start + hour))).toBe(true);
  });

  test('forgets what a flow took once it is proved, and nothing of others', async () => {
    await isTold(tryOn('line', 'owner', { useId: 'flow/one' }));
    await isTold(tryOn('line', 'owner', { useId: 'flow/two' }));
    await isTold(tryOn('line', 'other', { useId: 'another/one' }));
    await isTold(tryOn('line', 'owner', { useId: 'flow/three' }), true);
    const kept = await database.limits.findById('code:line').lean();
    expect(kept?.uses?.map(({ id }) => id)).toEqual(['another/one']);
  });

  test('whose figure was lowered holds at once, and one that was raised gives more', async () => {
    const rule = { windowMs: hour, atOnce: 2, reserve: 0, newcomerUses: 0 };
    const step = (atOnce: number) =>
      tryOn('line', 'one', { subject: { purpose: 'code', key: 'line', rule: { ...rule, atOnce } } });
    expect([await isTold(step(2)), await isTold(step(2)), await isTold(step(2))]).toEqual([
      true,
      true,
      false,
    ]);
    expect([await isTold(step(1)), await isTold(step(3)), await isTold(step(3))]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test('is not refilled by a process whose clock is behind', async () => {
    for (const name of networks(6)) await isTold(tryOn('line', name));
    const late = tryOn('line', 'late', { now: start - hour });
    expect(await isTold({ ...late, sharer: 'network0' })).toBe(false);
    expect(await isTold(tryOn('line', 'network0', { now: start - 2 * hour }))).toBe(false);
  });

  test('with others beside it is taken together with them or not at all, of many at one moment', async () => {
    const plain = { windowMs: hour, reserve: 0, newcomerUses: 0 };
    const wide = { purpose: 'SMS to a number', key: 'wide', rule: { ...plain, atOnce: 50 } } as const;
    const narrow = {
      purpose: 'SMS from an origin to a prefix',
      key: 'narrow',
      rule: { ...plain, atOnce: 3 },
    } as const;
    const take = () =>
      limits.take({
        ...tryOn('line', 'one'),
        origin: originOf('one', 'starts'),
        subject: wide,
        further: [narrow],
      });
    const answers = await Promise.all(Array.from({ length: 60 }, take));
    expect(answers.filter((refused) => !refused)).toHaveLength(3);
    expect(answers.find((refused) => refused)?.wait.purpose).toBe(narrow.purpose);
    const kept = await database.limits.find().lean();
    expect(kept.map(({ uses = [], starts = [] }) => uses.length + starts.length)).toEqual([3, 3, 3]);
  });

  test('is kept until no clock needs it', async () => {
    await isTold(tryOn('line', 'owner'));
    const kept = await database.limits.findById('code:line').lean();
    expect(kept?.expiresAt).toEqual(new Date(start + hour + sweepMarginMs));
  });
});

describe('an origin', () => {
  test('waits once it failed on as many subjects, and says until when; others do not', async () => {
    for (let each = 0; each < 5; each += 1) expect(await isTold(tryOn(`line${each}`, 'one'))).toBe(true);
    const refused = tryOn('another', 'one');
    expect(await isTold(refused)).toBe(false);
    expect(await opensAt(refused)).toBe(start + 15 * minute);
    expect(await isTold(tryOn('another', 'two'))).toBe(true);
    expect(await isTold({ ...refused, now: start + 15 * minute })).toBe(true);
  });

  test('of many subjects at one moment fails on exactly as many', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, each) => isTold(tryOn(`line${each}`, 'one'))),
    );
    expect(countOf(answers)).toBe(5);
  });

  test('is judged in proportion: each two subjects that it proved allow one more failure', async () => {
    for (let each = 0; each < 40; each += 1) await isTold(tryOn(`employee${each}`, 'office'), true);
    let failures = 0;
    while (await isTold(tryOn(`line${failures}`, 'office'))) failures += 1;
    expect(failures).toBe(25);
  });

  test('earns nothing by one subject again and again', async () => {
    for (let each = 0; each < 40; each += 1) await isTold(tryOn('own', 'one'), true);
    let failures = 0;
    while (await isTold(tryOn(`line${failures}`, 'one'))) failures += 1;
    expect(failures).toBe(5);
  });

  test('what is proved in the end was no failure, and its start none that came to nothing', async () => {
    for (let each = 0; each < 50; each += 1) {
      const flowId = `flow${each}`;
      const begun = await limits.take({
        useId: flowId,
        about: flowId,
        origin: originOf('office', 'starts'),
        sharer: 'office',
        now: start,
      });
      expect(begun).toBeUndefined();
      const step = (useId: string) => tryOn(`employee${each}`, 'office', { useId: `${flowId}/${useId}` });
      expect(await isTold(step('typing error'))).toBe(true);
      expect(await isTold(step('right'), true)).toBe(true);
    }
    const kept = await database.limits.findById('origin:office').lean();
    expect([kept?.failures, kept?.starts]).toEqual([[], []]);
  });

  test('works its own wait off, and not that of a subject', async () => {
    for (let each = 0; each < 5; each += 1) await isTold(tryOn(`line${each}`, 'one'));
    expect(await isTold(tryOn('another', 'one', { workProved: true }))).toBe(true);
    for (let times = 0; times < 10; times += 1) await isTold(tryOn('line', `network${times}`));
    expect(await isTold(tryOn('line', 'one', { workProved: true }))).toBe(false);
  });

  test('counts at each level of an IPv6 network, a wider one twice as much', async () => {
    const tryFrom = (key: string) => isTold(tryOn(`line of ${key}`, key));
    const answers = async (keys: readonly string[]) => {
      const told: boolean[] = [];
      for (const key of keys) told.push(await tryFrom(key));
      return countOf(told);
    };
    const home = Array.from({ length: 20 }, (_, each) => `48.56.64-${each}`);
    expect(await answers(home)).toBe(10);
    const site = Array.from({ length: 40 }, (_, each) => `48.56-${each}.64`);
    expect(await answers(site)).toBe(10);
  });

  test('of a shared network has its figures multiplied', async () => {
    let failures = 0;
    while (await isTold(tryOn(`line${failures}`, 'carrier*3'))) failures += 1;
    expect(failures).toBe(15);
  });
});

describe('a refusal tells the moment at which there is room, and not a millisecond later', () => {
  const { atOnce, reserve } = subjectRule;
  const withoutTurns = { windowMs: 24 * hour, atOnce, reserve, newcomerUses: 2 };
  const turns = { firstMs: 15 * minute, newcomersMs: 15 * minute };
  const spaced = { ...withoutTurns, spacing: turns };
  const doubling = {
    ...withoutTurns,
    spacing: { firstMs: 30_000, newcomersMs: 15 * minute, othersMs: 20 * minute },
  };

  /** Fills the subject from networks of which none comes again. */
  async function flood(rule: SubjectRule, times: number): Promise<(from: string, now: number) => Step> {
    const step = (from: string, now: number) =>
      tryOn('line', from, { now, subject: { purpose: 'code', key: 'line', rule } });
    for (let each = 0; each < times; each += 1) await isTold(step(`network${each}`, start));
    return step;
  }

  async function expectTrue(step: Step, opening: number): Promise<void> {
    expect((await opensAt(step))! - step.now).toBe(opening - step.now);
    expect(await isTold({ ...step, now: opening - 1 })).toBe(false);
    expect(await isTold({ ...step, now: opening })).toBe(true);
  }

  test('to an origin that failed elsewhere: when its failures count no more', async () => {
    const step = await flood(withoutTurns, atOnce - reserve);
    await isTold(tryOn('another line', 'one', { now: start + minute }));
    await expectTrue(step('one', start + 2 * minute), start + 16 * minute);
  });

  test('to one that failed elsewhere at a flooded subject: the turn of a newcomer', async () => {
    const step = await flood(spaced, atOnce);
    await isTold(tryOn('another line', 'one', { now: start - 10 * minute }));
    await expectTrue(step('one', start + 2 * minute), start + 15 * minute);
  });

  test.each([
    ['/56', (each: number) => `48.56.64-${each}`, start + 22 * minute],
    ['/48', (each: number) => `48.56-${each}.64`, start + 19 * minute],
  ])('to one whose %s failed elsewhere', async (_level, neighbour, opening) => {
    const step = await flood(withoutTurns, atOnce - reserve);
    for (let each = 0; each < 8; each += 1)
      await isTold(tryOn(`line of ${each}`, neighbour(each), { now: start + each * minute }));
    await expectTrue(step('48.56.64', start + 10 * minute), opening);
  });

  test('where waits double: an earlier turn, once an older use counts no more', async () => {
    const step = await flood(doubling, 0);
    const minutes = [0, ...Array<number>(5).fill(20 * 60), 24 * 60 - 2];
    const uses = minutes.map((at, each) => ({
      id: `${each}`,
      at: start + at * minute,
      from: `network${each}`,
    }));
    await database.limits.create({ _id: 'code:line', uses, expiresAt: new Date(start + 48 * hour) });
    const now = start + 24 * hour - minute;
    await isTold(tryOn('another line', 'one', { now }));
    await expectTrue(step('one', now), start + 24 * hour);
  });

  test('to an origin that is full, or that a brake slows down', async () => {
    const brakes = [{ purpose: 'wrong codes', key: 'all', limit: 5 }] as const;
    for (const name of networks(6)) await isTold(tryOn(`line of ${name}`, name, { brakes }));
    await isTold(tryOn('line a', 'one', { now: start - 12 * minute }));
    await isTold(tryOn('line b', 'one', { now: start }));
    await expectTrue(tryOn('line c', 'one', { brakes, now: start + minute }), start + 5 * minute);
    for (let each = 0; each < 3; each += 1)
      await isTold(tryOn(`line ${each}`, 'one', { now: start + 6 * minute }));
    await expectTrue(tryOn('line d', 'one', { now: start + 7 * minute }), start + 15 * minute);
  });
});

test('a figure that no list can hold is held where the list ends', async () => {
  const step = tryOn('line', 'carrier*9999');
  const uses = Array.from({ length: 1_000 }, (_, index) => ({ id: `${index}`, at: start, from: 'x' }));
  const failures = uses.map(({ id, at }) => ({ id, at, subject: id }));
  const expiresAt = new Date(start + hour);
  await database.limits.create({ _id: 'origin:carrier', failures, expiresAt });
  expect(await isTold(step)).toBe(false);
  expect(await limits.take(tryOn('line', 'carrier*9999'))).toMatchObject({ wait: { of: 'origin' } });
});

describe('a brake of the service', () => {
  const brakes = [{ purpose: 'wrong codes', key: 'all', limit: 5 }] as const;

  test('slows those down who fail, and nobody else', async () => {
    for (const name of networks(6)) await isTold(tryOn(`line of ${name}`, name, { brakes }));
    const look = await limits.look(tryOn('line', 'owner', { brakes }));
    expect([look.brakesOn.length, look.wait]).toEqual([1, undefined]);
    const again = tryOn('another', 'network0', { brakes });
    expect((await limits.look(again)).wait).toEqual({ of: 'service', opensAt: start + 5 * minute });
    expect(await isTold({ ...again, now: start + 5 * minute })).toBe(true);
  });

  test('slows nobody down who starts much and fails nowhere, where tries are counted', async () => {
    for (const name of networks(6)) await isTold(tryOn(`line of ${name}`, name, { brakes }));
    for (const flow of networks(5)) {
      const { about, sharer, now } = tryOn(flow, 'office');
      await limits.take({ useId: flow, about, sharer, now, origin: originOf('office', 'starts') });
    }
    expect(await isTold(tryOn('employee 1', 'office', { brakes }), true)).toBe(true);
    expect(await isTold(tryOn('employee 2', 'office', { brakes }), true)).toBe(true);
  });

  test('does not count a decoy, which costs the same writes', async () => {
    const writesOf = async (name: string, isCountedByBrakes: boolean) => {
      const bulkWrite = jest.spyOn(database.limits.collection, 'bulkWrite');
      await isTold(tryOn(`line of ${name}`, name, { brakes, isCountedByBrakes }));
      const writes = bulkWrite.mock.calls.map(([operations]) => operations.length);
      bulkWrite.mockRestore();
      return writes;
    };
    for (const name of networks(9)) expect(await writesOf(name, false)).toEqual([3]);
    expect((await limits.look(tryOn('line', 'owner', { brakes }))).brakesOn).toEqual([]);
    expect(await writesOf('real', true)).toEqual([3]);
  });

  test('does not count what was proved in the end, and slides from hour to hour', async () => {
    for (const name of networks(4)) {
      await isTold(tryOn(`line of ${name}`, name, { brakes, useId: `${name}/wrong` }));
      await isTold(tryOn(`line of ${name}`, name, { brakes, useId: `${name}/right` }), true);
    }
    const count = async (now: number) =>
      (await limits.look(tryOn('x', 'y', { brakes, now }))).brakesOn.length;
    for (const name of networks(4)) await isTold(tryOn(`line of ${name}`, name, { brakes }));
    expect(await count(start)).toBe(0);
    await isTold(tryOn('one more', 'other', { brakes }));
    expect(await count(start)).toBe(1);
    expect(await count(start + 41 * minute)).toBe(0);
  });
});

describe('cost', () => {
  const brakes = [{ purpose: 'wrong codes', key: 'all', limit: 5 }] as const;
  const origin = '48.56.64';

  test.each([
    ['a wrong try', false],
    ['a right one', true],
  ])('%s costs one read and one write, from an IPv6 network too', async (_name, isRight) => {
    expect(await commandsOf(database, () => isTold(tryOn('line', origin, { brakes }), isRight))).toEqual([
      'find',
      'update',
    ]);
    const next = await commandsOf(database, () => isTold(tryOn('line', origin, { brakes }), isRight));
    expect(next).toEqual(['find', 'update']);
  });

  test('what is taken without a comparison costs one write, and a refusal one read more', async () => {
    const take = () => limits.take(tryOn('line', 'one'));
    for (let times = 0; times < 4; times += 1) expect(await commandsOf(database, take)).toEqual(['update']);
    expect(await commandsOf(database, take)).toEqual(['update', 'find']);
  });
});
