import fc from 'fast-check';
import type { Database } from '../../src/database/database';
import {
  codeFlow,
  codeRoute,
  createCodeParts,
  seal,
  start,
  typedCode,
  wrongCode,
  type CodeParts,
} from '../support/codeActivities';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';
import { minute } from './support';

let database: Database;
let parts: CodeParts;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));

const runs = Number(process.env['ATTACK_RUNS'] ?? 25);
const seed = Number(process.env['ATTACK_SEED'] ?? 7);
const recipient = { channel: 'sms', address: seal('+393331112233'), wording: 'registrationCode' } as const;

const act = fc.record({
  flow: fc.integer({ min: 0, max: 5 }),
  does: fc.constantFrom('wrong', 'wrong', 'right', 'right', 'send', 'send'),
});
const batch = fc.record({
  acts: fc.array(act, { minLength: 1, maxLength: 8 }),
  jump: fc.constantFrom(0, 1_000, minute, 5 * minute),
});

/** Flows 0 to 2 are the stranger's, about his own lines; 3 to 5 are about a victim's, whose code he never has. */
test('no order of steps, many at one moment, brings a count below what was not proved', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 8 }), async (batches) => {
      await Promise.all([database.limits.deleteMany({}), database.sendRecords.deleteMany({})]);
      parts = createCodeParts(database);
      let now = start;
      let tries = 0;
      const numbers = Array<number>(6).fill(0);
      const victims: { wrong: number[]; sent: number } = { wrong: [], sent: 0 };
      for (const { acts, jump } of batches) {
        now += jump;
        parts.clock.now = now;
        const outcomes = acts.map(async ({ flow: index, does }) => {
          const isVictims = index >= 3;
          const key = isVictims ? 'victim' : `own ${index % 2}`;
          const flow = codeFlow({
            flowId: `flow${index}`,
            subjectKey: key,
            addressKey: index === 5 ? 'a.b.2' : 'a.b.1',
          });
          const route = codeRoute({ messageKey: key, prefixKey: 'prefix', recipient });
          if (does === 'send') {
            numbers[index] = (numbers[index] ?? 0) + 1;
            const number = numbers[index];
            if (await parts.activities.takeMessage({ flow, route, request: number, now })) return;
            const before = parts.texts.sent.length;
            await parts.activities
              .sendCode({
                flow,
                apparentChannel: 'sms',
                prefixKey: 'prefix',
                recipient,
                issue: 1,
                number,
                lifeMs: minute,
              })
              .then(() => {
                if (isVictims) victims.sent += 1;
              })
              .catch(() => before);
            return;
          }
          tries += 1;
          const typed = does === 'right' && !isVictims ? typedCode(flow) : wrongCode(flow);
          const { outcome } = await parts.activities.verifyCode({
            flow,
            route,
            issue: 1,
            typed,
            tryId: `try${tries}`,
            isLast: false,
            now,
          });
          if (outcome === 'wrong' && isVictims) victims.wrong.push(now);
        });
        await Promise.all(outcomes);
        const kept = await database.limits.find().lean();
        const sum = (purpose: string) =>
          kept
            .filter(({ _id }) => _id.startsWith(`${purpose}@`))
            .reduce((all, { count = 0 }) => all + count, 0);
        expect(sum('wrong codes:all')).toBeGreaterThanOrEqual(victims.wrong.length);
        expect(sum('SMS:all')).toBeGreaterThanOrEqual(victims.sent);
        expect(sum('SMS to a prefix:prefix')).toBeGreaterThanOrEqual(victims.sent);
        // Within an hour nothing has aged: the brakes count what is kept of uses, no more and no less.
        const usesOf = (purpose: string) =>
          kept.filter(({ _id }) => _id.startsWith(`${purpose}:`)).flatMap(({ uses = [] }) => uses).length;
        expect(sum('wrong codes:all')).toBe(usesOf('code'));
        expect(sum('SMS:all')).toBe(usesOf('SMS from an origin to a prefix'));
        const lately = (at: number, ms: number) => at > now - ms;
        const uses = kept.find(({ _id }) => _id === 'code:victim')?.uses ?? [];
        expect(uses.filter(({ at }) => lately(at, 60 * minute))).toHaveLength(
          victims.wrong.filter((at) => lately(at, 60 * minute)).length,
        );
        const site = kept.find(({ _id }) => _id === 'origin:a')?.failures ?? [];
        const about = site.filter(({ subject, at }) => subject === 'victim' && lately(at, 15 * minute));
        expect(about).toHaveLength(victims.wrong.filter((at) => lately(at, 15 * minute)).length);
        const to =
          kept.find(({ _id }) => _id.startsWith('SMS to a number:') && _id.includes('victim'))?.uses ?? [];
        expect(to.length).toBeGreaterThanOrEqual(victims.sent);
      }
    }),
    { numRuns: runs, seed },
  );
}, 240_000);
