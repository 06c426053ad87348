import type { Database } from '../../src/database/database';
import type { CodeFlow, CodeVerdict } from '../../workflows/contracts/codes';
import {
  codeFlow,
  createCodeParts,
  hour,
  questionsOf,
  start,
  typedCode,
  wrongCode,
  type CodeParts,
} from '../support/codeActivities';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

let database: Database;
let parts: CodeParts;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(async () => {
  await Promise.all([database.budgetUses.deleteMany({}), database.sendRecords.deleteMany({})]);
  parts = createCodeParts(database);
});

const verify = (
  flow: CodeFlow,
  typed = wrongCode(flow),
  {
    tryId = 'try',
    now = start,
    provable = true,
    issue = 1,
    isLast = false,
  }: Partial<Parameters<CodeParts['activities']['verifyCode']>[0]> = {},
) => parts.activities.verifyCode({ flow, provable, issue, typed, tryId, isLast, now });

const refusalOf = (verdict: CodeVerdict) => ('refusal' in verdict ? verdict.refusal : undefined);

describe('a typed code', () => {
  const flow = codeFlow();

  test('is right for its flow and issue, wrong for any other', async () => {
    expect(await verify(flow, typedCode(flow))).toEqual({ outcome: 'right' });
    expect(await verify(flow, wrongCode(flow))).toEqual({ outcome: 'wrong' });
    expect(await verify(flow, typedCode(flow, 2))).toEqual({ outcome: 'wrong' });
    expect(await verify(flow, typedCode(codeFlow({ flowId: 'other' })))).toEqual({ outcome: 'wrong' });
  });

  test('is wrong for a decoy, after the same questions', async () => {
    const decoy = { provable: false };
    expect(await verify(flow, typedCode(flow), decoy)).toEqual({ outcome: 'wrong' });
    const real = await questionsOf(database, () => verify(flow, wrongCode(flow), { tryId: 'real' }));
    const fake = await questionsOf(database, () =>
      verify(flow, wrongCode(flow), { tryId: 'fake', ...decoy }),
    );
    expect(fake).toEqual(real);
    expect(real.length).toBeGreaterThan(2);
  });

  test('counts nine wrong of one starting address and ten of the line an hour, over all flows and purposes', async () => {
    const tries = async (addressKey: string, count: number) => {
      const verdicts: CodeVerdict[] = [];
      for (let index = 0; index < count; index += 1) {
        const of = codeFlow({
          flowId: `${addressKey}-${index}`,
          addressKey,
          purpose: index % 2 ? 'recovery' : 'registration',
          flow: index % 2 ? 'passwordRecovery' : 'employeeRegistration',
        });
        verdicts.push(await verify(of));
      }
      return verdicts.map(({ outcome }) => outcome);
    };
    expect(await tries('a', 10)).toEqual([...Array<string>(9).fill('wrong'), 'refused']);
    expect(await tries('b', 2)).toEqual(['wrong', 'refused']);
    expect(await tries('c', 1)).toEqual(['refused']);
    const refusal = { code: 'TOO_MANY_WRONG_CODES', retryAfterSeconds: 3_600 };
    expect(refusalOf(await verify(codeFlow({ flowId: 'z' })))).toEqual(refusal);
  });

  test('counts thirty wrong codes of one address over all lines, so that no address alone triggers the brake', async () => {
    const onLine = (index: number, change: Partial<CodeFlow> = {}) =>
      verify(codeFlow({ flowId: `f${index}`, subjectKey: `line-${index}`, ...change }));
    for (let index = 0; index < 30; index += 1) expect(await onLine(index)).toEqual({ outcome: 'wrong' });
    expect(refusalOf(await onLine(30))?.code).toBe('TOO_MANY_WRONG_CODES');
    expect(await onLine(31, { addressKey: 'other' })).toEqual({ outcome: 'wrong' });
    expect(await onLine(32, { purpose: 'oneTimePassword' })).toEqual({ outcome: 'wrong' });
  });

  test('of a client of the one-time password API uses up its own tries alone: on the line, and of the service', async () => {
    parts = createCodeParts(database, { WRONG_CODES_AN_HOUR: '10' });
    const ofClient = (addressKey: string, index: number, subjectKey = 'subject') =>
      codeFlow({
        flow: 'oneTimePassword',
        purpose: 'oneTimePassword',
        flowId: `f${index}`,
        addressKey,
        subjectKey,
      });
    for (let index = 0; index < 9; index += 1)
      expect(await verify(ofClient('shop', index))).toEqual({ outcome: 'wrong' });
    expect(refusalOf(await verify(ofClient('shop', 9)))?.code).toBe('TOO_MANY_WRONG_CODES');
    expect(await verify(ofClient('shop', 10, 'other'))).toEqual({ outcome: 'wrong' });
    expect(refusalOf(await verify(ofClient('shop', 11, 'other')))?.code).toBe('CODE_ENTRY_PAUSED');
    expect(await verify(ofClient('bank', 12))).toEqual({ outcome: 'wrong' });
    for (let index = 0; index < 9; index += 1)
      expect(await verify(codeFlow({ flowId: `e${index}` }))).toEqual({ outcome: 'wrong' });
  });

  test('that is refused is not compared: a right one is, once the hour is over and not a millisecond before', async () => {
    for (let index = 0; index < 9; index += 1) await verify(flow, wrongCode(flow), { tryId: String(index) });
    const early = await verify(flow, typedCode(flow), { tryId: 'right', now: start + hour - 1 });
    expect(refusalOf(early)).toEqual({ code: 'TOO_MANY_WRONG_CODES', retryAfterSeconds: 1 });
    expect(await verify(flow, typedCode(flow), { tryId: 'right', now: start + hour })).toEqual({
      outcome: 'right',
    });
  });

  test('that is refused for its address leaves nothing counted on the line', async () => {
    for (let index = 0; index < 30; index += 1) await verify(flow, wrongCode(flow), { tryId: String(index) });
    const others = await Promise.all(
      Array.from({ length: 5 }, (_, index) => verify(codeFlow({ flowId: `o${index}`, addressKey: 'other' }))),
    );
    expect(others.map(({ outcome }) => outcome).sort()).toEqual([
      ...Array<string>(4).fill('refused'),
      'wrong',
    ]);
  });

  test('is counted once, however often the same try is repeated, and answered the same', async () => {
    for (let index = 0; index < 8; index += 1) expect(await verify(flow)).toEqual({ outcome: 'wrong' });
    const uses = await database.budgetUses.find().lean();
    expect(uses.map(({ entries }) => entries.length)).toEqual([1, 1, 1, 1]);
    for (let index = 0; index < 2; index += 1) {
      expect(await verify(flow, typedCode(flow), { tryId: 'right' })).toEqual({ outcome: 'right' });
    }
  });

  test('that is right uses nothing up', async () => {
    for (let index = 0; index < 12; index += 1) {
      const verdict = await verify(flow, typedCode(flow), { tryId: String(index) });
      expect(verdict).toEqual({ outcome: 'right' });
    }
  });

  test('of 1,000 at one moment, over several flows and addresses of a line: ten are compared', async () => {
    const flows = Array.from({ length: 20 }, (_, index) =>
      codeFlow({ flowId: `flow-${index}`, addressKey: `address-${index % 7}` }),
    );
    const verdicts = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => {
        const of = flows[index % flows.length]!;
        return verify(of, wrongCode(of), { tryId: String(index) });
      }),
    );
    const outcomes = verdicts.map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(10);
    expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(990);
  });

  test('of 120 at one moment with one right among them: no more than ten wrong are compared, one at most is right', async () => {
    const flows = Array.from({ length: 6 }, (_, index) =>
      codeFlow({ flowId: `flow-${index}`, addressKey: `address-${index}` }),
    );
    const verdicts = await Promise.all(
      Array.from({ length: 120 }, (_, index) => {
        const of = flows[index % flows.length]!;
        return verify(of, index === 3 ? typedCode(of) : wrongCode(of), { tryId: String(index) });
      }),
    );
    const outcomes = verdicts.map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'wrong').length).toBeLessThanOrEqual(10);
    expect(outcomes.filter((outcome) => outcome === 'right').length).toBeLessThanOrEqual(1);
  });

  test('is not compared while the whole service has too many wrong ones, and an alarm tells of it', async () => {
    parts = createCodeParts(database, { WRONG_CODES_AN_HOUR: '3' });
    for (let index = 0; index < 3; index += 1)
      await verify(codeFlow({ subjectKey: `s${index}` }), undefined, { tryId: `t${index}` });
    expect(parts.alarms).toEqual([]);
    const paused = await verify(codeFlow({ subjectKey: 'other' }), typedCode(flow), { tryId: 'paused' });
    expect(refusalOf(paused)).toEqual({ code: 'CODE_ENTRY_PAUSED', retryAfterSeconds: 3_600 });
    expect(parts.alarms).toEqual(['codeEntryPaused']);
    expect(await database.budgetUses.find({ entries: /paused/ }).lean()).toEqual([]);
  });
});
