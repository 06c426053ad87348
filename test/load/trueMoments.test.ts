import fc from 'fast-check';
import type { Database } from '../../src/database/database';
import { Limits } from '../../src/limits/limits';
import { sharerOf } from '../../src/limits/origins';
import {
  codeRule,
  devicePasswordRule,
  messageRules,
  mismatchRules,
  originRule,
  passwordRule,
  prefixRule,
  pukRule,
  type SubjectRule,
} from '../../src/limits/rules';
import type { ServiceBrake, Step } from '../../src/limits/steps';
import { testSettings } from '../support/settings';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';
import { hour, minute, start } from '../limits/support';

let database: Database;
let limits: Limits;
beforeAll(async () => {
  database = await openTestDatabase();
  limits = new Limits(database.limits);
});
afterAll(() => dropTestDatabase(database));

const runs = 20;
const seed = 20260729;
const { figures } = testSettings({}).config;
const origins = ['4a', '4b', '4c*2', 'x.y.1', 'x.y.2', 'x.z.1', 'x.w.1', 'w.v.1'];
const brake: ServiceBrake = { purpose: 'wrong codes', key: 'all', limit: 6 };

interface Kind {
  readonly purpose: NonNullable<Step['subject']>['purpose'];
  readonly rule: SubjectRule;
  readonly way: 'settle' | 'take';
  readonly mark: 'at once' | 'later' | 'never' | 'none';
  readonly does?: 'failures' | 'starts';
  readonly brakes?: readonly ServiceBrake[];
  readonly newcomerMs: number;
  readonly origin?: object;
}
const low = { ...originRule(figures), failures: 4, starts: 4 };
const kinds: Record<string, Kind> = {
  code: { purpose: 'code', rule: codeRule(figures), way: 'settle', mark: 'at once', newcomerMs: 15 * minute },
  brakedCode: {
    purpose: 'code',
    rule: codeRule(figures),
    way: 'settle',
    mark: 'at once',
    brakes: [brake],
    newcomerMs: 15 * minute,
  },
  password: {
    purpose: 'password of a name',
    rule: passwordRule(figures),
    way: 'take',
    mark: 'later',
    newcomerMs: 15 * minute,
  },
  device: {
    purpose: 'password of a device',
    rule: devicePasswordRule(figures),
    way: 'take',
    mark: 'none',
    newcomerMs: 15 * minute,
  },
  sms: {
    purpose: 'SMS to a number',
    rule: messageRules.sms.rule(figures, false),
    way: 'settle',
    mark: 'never',
    does: 'starts',
    newcomerMs: 15 * minute,
  },
  mail: {
    purpose: 'mail with a code',
    rule: messageRules.mail.rule(figures),
    way: 'settle',
    mark: 'never',
    does: 'starts',
    newcomerMs: 15 * minute,
  },
  puk: { purpose: 'PUK', rule: pukRule(figures), way: 'settle', mark: 'at once', newcomerMs: 24 * hour },
  mismatch: {
    purpose: 'mismatch of a VAT number',
    rule: mismatchRules(figures).ofVatNumber,
    way: 'settle',
    mark: 'never',
    newcomerMs: 24 * hour,
  },
  prefix: {
    purpose: 'SMS from an origin to a prefix',
    rule: prefixRule(figures, 1),
    way: 'settle',
    mark: 'never',
    does: 'starts',
    brakes: [{ purpose: 'SMS', key: 'all', limit: 8 }],
    newcomerMs: hour,
  },
};

function stepOf(kind: Kind, subject: string, from: string, useId: string, now: number): Step {
  const { purpose, rule, mark, does = 'failures', brakes } = kind;
  const key = purpose === 'SMS from an origin to a prefix' ? `${subject}.${sharerOf(from)}` : subject;
  return {
    useId,
    about: subject,
    subject: { purpose, key, rule },
    ...(mark !== 'none' && { origin: { key: from, rule: low, does, mark } }),
    sharer: sharerOf(from),
    ...(brakes && { brakes }),
    now,
  };
}

const jumps = [
  0,
  1,
  999,
  29_999,
  30_000,
  minute,
  4 * minute,
  5 * minute,
  9 * minute,
  15 * minute - 1,
  15 * minute,
  20 * minute,
  47 * minute,
  hour,
  5 * hour,
  24 * hour,
];
const action = fc.record({
  subject: fc.constantFrom('s1', 's2', 's3', 's4'),
  from: fc.constantFrom(...origins),
  times: fc.integer({ min: 1, max: 6 }),
  isRight: fc.boolean().chain((one) => fc.boolean().map((other) => one && other)),
  fresh: fc.boolean(),
  work: fc.constantFrom(false, false, false, true),
  jump: fc.constantFrom(...jumps, ...jumps.slice(0, 8)),
  sample: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe.each(Object.entries(kinds))('%s', (name, kind) => {
  test('every refusal tells the true moment', async () => {
    let [last, refused] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 3, maxLength: 25 }), async (actions) => {
        await database.limits.deleteMany({});
        let now = start;
        let flow = 0;
        for (const { subject, from, times, isRight, fresh, work, jump, sample } of actions) {
          now += jump;
          for (let each = 0; each < times; each += 1) {
            flow += 1;
            const origin = fresh ? `fresh${flow}` : from;
            const id = `f${flow}${fresh ? '/1' : '/try'}`;
            const step = { ...stepOf(kind, subject, origin, id, now), ...(work && { workProved: true }) };
            let opensAt: number | undefined;
            if (kind.way === 'settle') {
              opensAt = (await limits.settle(step, await limits.look(step), isRight)).wait?.opensAt;
            } else {
              const taken = await limits.take(step);
              opensAt = taken?.wait.opensAt;
              if (!taken) await (isRight ? limits.forgive(step) : limits.blame(step));
            }
            if (opensAt === undefined) continue;
            refused += 1;
            expect(opensAt).toBeGreaterThan(now);
            const openAt = async (moment: number) => !(await limits.look({ ...step, now: moment })).wait;
            expect([await openAt(opensAt - 1), await openAt(opensAt)]).toEqual([false, true]);
            const between = Math.floor(now + sample * (opensAt - now));
            for (const moment of [between, now + 5 * minute, now + 15 * minute, now + hour])
              if (moment < opensAt) expect(await openAt(moment)).toBe(false);
            break;
          }
          const newcomer = stepOf(kind, subject, `new${flow}`, `n${flow}/1`, now);
          const { wait } = await limits.look(newcomer);
          const waited = wait ? wait.opensAt - now : 0;
          expect(waited).toBeLessThanOrEqual(kind.newcomerMs);
          last = now;
        }
        // The last told moment is taken for real.
        const from = origins[flow % origins.length] ?? '4a';
        const step = stepOf(kind, 's1', from, 'final/try', last);
        const told = (await limits.look(step)).wait?.opensAt ?? last;
        const before = { ...step, now: told - 1 };
        if (told > last)
          expect((await limits.settle(before, await limits.look(before), false)).wait).toBeDefined();
        const at = { ...step, now: told };
        if (kind.way === 'take') expect(await limits.take(at)).toBeUndefined();
        else expect((await limits.settle(at, await limits.look(at), false)).wait).toBeUndefined();
      }),
      { numRuns: runs, seed },
    );
    if (name !== 'prefix') expect(refused).toBeGreaterThan(0);
  }, 240_000);
});
