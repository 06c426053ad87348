import type { Database } from '../../src/database/database';
import { Limits } from '../../src/limits/limits';
import { originRule } from '../../src/limits/rules';
import { sharerOf } from '../../src/limits/origins';
import type { Step } from '../../src/limits/steps';
import { DatabaseDeadline } from '../../src/http/databaseDeadline';
import { Tries } from '../../src/routes/sessions/tries';
import { Problem } from '../../src/errors/problem';
import { codeSignInRules } from '../../src/limits/rules';
import { testSettings } from '../support/settings';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';
import { minute, start, tryOn } from './support';

let database: Database;
let limits: Limits;
beforeAll(async () => {
  database = await openTestDatabase();
  limits = new Limits(database.limits);
});
afterAll(() => dropTestDatabase(database));
beforeEach(() => database.limits.deleteMany({}));

const { figures } = testSettings({}).config;

test('of a hundred guesses on as many lines at one moment, an origin is told no more right ones than it may fail', async () => {
  const steps = Array.from({ length: 100 }, (_, line) => tryOn(`line ${line}`, 'stranger'));
  const seen = await Promise.all(steps.map((step) => limits.look(step)));
  // All looked while there was room. The wrong ones are written first, then the guess that happens to be right.
  const told: boolean[] = [];
  for (const [index, step] of steps.entries()) {
    const isRight = index === 99;
    told.push((await limits.settle(step, seen[index]!, isRight)).wait === undefined);
  }
  expect(told.slice(0, 99).filter(Boolean)).toHaveLength(5);
  expect(told[99]).toBe(false);
});

test('a sign-in with a code tells the earliest moment at which one of its ways has room', async () => {
  const tries = new Tries(limits, new DatabaseDeadline(10_000));
  const { own, further } = codeSignInRules(figures);
  let count = 0;
  const waysOf = (from: string, now: number): readonly [Step, Step] => {
    count += 1;
    const counted = {
      useId: `flow${count}/password`,
      about: 'name',
      origin: { key: from, rule: originRule(figures), does: 'failures', mark: 'later' },
      sharer: sharerOf(from),
      now,
    } as const;
    return [
      {
        ...counted,
        subject: { purpose: 'sign-in with a code from an origin', key: `name.${from}`, rule: own },
      },
      { ...counted, subject: { purpose: 'sign-in with a code', key: 'name', rule: further } },
    ];
  };
  const attempt = (from: string, now: number) =>
    tries.attempt(waysOf(from, now), () => Promise.resolve({ isRight: false }), {
      whenRefused: () => Promise.resolve(),
      whenCompared: () => Promise.resolve('done'),
    });
  for (let each = 0; each < 3; each += 1) await attempt('home', start);
  for (let network = 0; network < 10; network += 1)
    for (let each = 0; each < 6; each += 1) await attempt(`n${network}`, start + 10 * minute);
  const refused = await attempt('home', start + 12 * minute).catch((problem: unknown) => problem);
  expect(refused).toBeInstanceOf(Problem);
  const seconds = (refused as Problem).retryAfterSeconds ?? 0;
  const told = start + 12 * minute + seconds * 1_000;
  await expect(attempt('home', told - 1)).rejects.toThrow();
  expect(seconds).toBe(180);
});
