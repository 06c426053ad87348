import fc from 'fast-check';
import type { Database } from '../../src/database/database';
import { Problem } from '../../src/errors/problem';
import { DatabaseDeadline } from '../../src/http/databaseDeadline';
import { Limits } from '../../src/limits/limits';
import { sharerOf } from '../../src/limits/origins';
import { codeSignInRules, originRule } from '../../src/limits/rules';
import { Tries } from '../../src/routes/sessions/tries';
import type { Step } from '../../src/limits/steps';
import { codeFlow, codeRoute, createCodeParts, start } from '../support/codeActivities';
import { testSettings } from '../support/settings';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';
import { hour, minute } from './support';

let database: Database;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(() => database.limits.deleteMany({}));
const runs = 15;
const seed = 11;

/** At the told moment, and not a second before, and at no sampled moment in between. Nothing is counted by asking what is refused. */
async function expectTrue(seconds: number, now: number, ask: (at: number) => Promise<number>): Promise<void> {
  for (const part of [0.1, 0.35, 0.6, 0.85])
    expect(await ask(now + Math.floor(seconds * part) * 1_000)).toBeGreaterThan(0);
  if (seconds > 1) expect(await ask(now + (seconds - 1) * 1_000)).toBe(1);
}

const act = fc.record({
  from: fc.constantFrom('a', 'b', 'c', 'x.y.1', 'x.y.2', 'x.z.1', 'fresh', 'fresh'),
  times: fc.integer({ min: 1, max: 5 }),
  device: fc.boolean(),
  jump: fc.constantFrom(0, 1_000, 30_000, minute, 5 * minute, 14 * minute, 15 * minute, hour, 23 * hour),
});

test('messages of a recovery, from known devices or not: each refusal tells the true moment', async () => {
  let refusals = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 20 }), async (acts) => {
      await database.limits.deleteMany({});
      const parts = createCodeParts(database);
      let now = start;
      let flows = 0;
      for (const { from, times, device, jump } of acts) {
        now += jump;
        for (let each = 0; each < times; each += 1) {
          flows += 1;
          const addressKey = from === 'fresh' ? `fresh${flows}` : from;
          const flow = codeFlow({ flowId: `f${flows}`, addressKey, purpose: 'recovery' });
          const route = codeRoute({ ...(device && { byKnownDevice: true as const }) });
          const ask = async (at: number) =>
            (await parts.activities.takeMessage({ flow, route, request: 1, now: at }))?.retryAfterSeconds ??
            0;
          const seconds = await ask(now);
          if (seconds === 0) continue;
          refusals += 1;
          await expectTrue(seconds, now, ask);
          if (each > 0) break;
        }
      }
    }),
    { numRuns: runs, seed },
  );
  expect(refusals).toBeGreaterThan(0);
}, 120_000);

test('sign-ins with a code: each refusal tells the true moment', async () => {
  const { figures } = testSettings({}).config;
  const { own } = codeSignInRules(figures);
  const further = { ...codeSignInRules(figures).further, atOnce: 6 };
  const tries = new Tries(new Limits(database.limits), new DatabaseDeadline(10_000));
  let refusals = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 20 }), async (acts) => {
      await database.limits.deleteMany({});
      let now = start;
      let flows = 0;
      for (const { from, times, jump } of acts) {
        now += jump;
        for (let each = 0; each < times; each += 1) {
          flows += 1;
          const key = from === 'fresh' ? `fresh${flows}` : from;
          const useId = `f${flows}/password`;
          const ask = async (at: number) => {
            const counted = {
              useId,
              about: 'name',
              origin: { key, rule: { ...originRule(figures), failures: 5 }, does: 'failures', mark: 'later' },
              sharer: sharerOf(key),
              now: at,
            } as const;
            const ways: readonly [Step, Step] = [
              {
                ...counted,
                subject: {
                  purpose: 'sign-in with a code from an origin',
                  key: `name.${counted.sharer}`,
                  rule: own,
                },
              },
              { ...counted, subject: { purpose: 'sign-in with a code', key: 'name', rule: further } },
            ];
            const around = { whenRefused: () => Promise.resolve(), whenCompared: () => Promise.resolve(0) };
            return tries
              .attempt(ways, () => Promise.resolve({ isRight: false }), around)
              .catch((problem: unknown) => {
                if (problem instanceof Problem && problem.code === 'SIGN_IN_WAIT')
                  return problem.retryAfterSeconds ?? 0;
                throw problem;
              });
          };
          const seconds = await ask(now);
          if (seconds === 0) continue;
          refusals += 1;
          expect(seconds).toBeLessThanOrEqual(900);
          await expectTrue(seconds, now, ask);
          if (each > 0) break;
        }
      }
    }),
    { numRuns: runs, seed },
  );
  expect(refusals).toBeGreaterThan(0);
}, 120_000);
