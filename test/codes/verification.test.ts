import type { Database } from '../../src/database/database';
import type { CodeFlow, CodeVerdict } from '../../workflows/contracts/codes';
import {
  codeFlow,
  codeRoute,
  createCodeParts,
  hour,
  questionsOf,
  start,
  typedCode,
  wrongCode,
  type CodeParts,
} from '../support/codeActivities';
import { commandsOf, minute } from '../limits/support';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

let database: Database;
let parts: CodeParts;
beforeAll(async () => (database = await openTestDatabase({ monitored: true })));
afterAll(() => dropTestDatabase(database));
beforeEach(async () => {
  await Promise.all([database.limits.deleteMany({}), database.sendRecords.deleteMany({})]);
  parts = createCodeParts(database);
});

const verify = (
  flow: CodeFlow,
  typed = wrongCode(flow),
  {
    tryId = 'try',
    now = start,
    route = codeRoute(),
    issue = 1,
    isLast = false,
  }: Partial<Parameters<CodeParts['activities']['verifyCode']>[0]> = {},
) => parts.activities.verifyCode({ flow, route, issue, typed, tryId, isLast, now });

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
    const decoy = { route: codeRoute({ provable: false }) };
    expect(await verify(flow, typedCode(flow), decoy)).toEqual({ outcome: 'wrong' });
    const real = await questionsOf(database, () => verify(flow, wrongCode(flow), { tryId: 'real' }));
    const fake = await questionsOf(database, () =>
      verify(flow, wrongCode(flow), { tryId: 'fake', ...decoy }),
    );
    expect(fake).toEqual(real);
    expect(real.length).toBe(2);
  });

  test('beside a password counts on who asked for it: strangers in forty networks take none of the owner’s, and each has five', async () => {
    const flowOf = (addressKey: string, flowId = addressKey) =>
      codeFlow({ flowId, addressKey, purpose: 'newDevice', flow: 'newDeviceConfirmation' });
    const decoy = { route: codeRoute({ provable: false }) };
    for (let network = 0; network < 40; network += 1) {
      const stranger = flowOf(`network-${network}`);
      expect(await verify(stranger, wrongCode(stranger), decoy)).toEqual({ outcome: 'wrong' });
    }
    const owner = flowOf('home');
    expect(await verify(owner, typedCode(owner))).toEqual({ outcome: 'right' });
    const outcomes: string[] = [];
    for (let tryId = 0; tryId < 6; tryId += 1) {
      const guess = flowOf('elsewhere', `guess ${tryId}`);
      outcomes.push((await verify(guess, wrongCode(guess), { tryId: String(tryId) })).outcome);
    }
    expect(outcomes).toEqual([...Array<string>(5).fill('wrong'), 'refused']);
  });

  const outcomesOf = async (addressKey: string, count: number, now = start) => {
    const verdicts: CodeVerdict[] = [];
    for (let index = 0; index < count; index += 1) {
      const of = codeFlow({
        flowId: `${addressKey}-${now}-${index}`,
        addressKey,
        purpose: index % 2 ? 'recovery' : 'registration',
        flow: index % 2 ? 'passwordRecovery' : 'employeeRegistration',
      });
      verdicts.push(await verify(of, wrongCode(of), { now }));
    }
    return verdicts.map(({ outcome }) => outcome);
  };

  test('may be wrong five times at once from one starting address and six of the line, over all flows and purposes', async () => {
    expect(await outcomesOf('a', 6)).toEqual([...Array<string>(5).fill('wrong'), 'refused']);
    expect(await outcomesOf('b', 2)).toEqual(['wrong', 'refused']);
    expect(await outcomesOf('c', 1)).toEqual(['refused']);
    const own = { code: 'TOO_MANY_WRONG_CODES', retryAfterSeconds: 900 };
    expect(refusalOf(await verify(codeFlow({ flowId: 'z', addressKey: 'home' })))).toEqual(own);
  });

  test('is compared ten times an hour at most, whoever comes, and the owner waits 15 minutes at most', async () => {
    let compared = 0;
    for (let now = start; now < start + hour; now += 5 * minute) {
      const outcomes = await Promise.all(
        Array.from({ length: 40 }, (_, index) => outcomesOf(`${now}-${index}`, 1, now)),
      );
      compared += outcomes.flat().filter((outcome) => outcome === 'wrong').length;
    }
    expect(compared).toBeLessThanOrEqual(10);
    const owner = codeFlow({ flowId: 'owner', addressKey: 'home' });
    const at = start + hour - 1;
    const early = refusalOf(await verify(owner, typedCode(owner), { tryId: 'early', now: at }));
    expect(early?.retryAfterSeconds).toBeLessThanOrEqual(900);
    const now = at + 1_000 * (early?.retryAfterSeconds ?? 0);
    expect(await verify(owner, typedCode(owner), { tryId: 'right', now })).toEqual({ outcome: 'right' });
  });

  test('may be wrong on twenty lines from one address in 15 minutes, which stops no other address and no client', async () => {
    const onLine = (index: number, change: Partial<CodeFlow> = {}) =>
      verify(codeFlow({ flowId: `f${index}`, subjectKey: `line-${index}`, ...change }));
    for (let index = 0; index < 20; index += 1) expect(await onLine(index)).toEqual({ outcome: 'wrong' });
    expect(refusalOf(await onLine(20))).toEqual({ code: 'TOO_MANY_WRONG_CODES', retryAfterSeconds: 900 });
    expect(await onLine(21, { addressKey: 'other' })).toEqual({ outcome: 'wrong' });
    expect(await onLine(22, { purpose: 'oneTimePassword', addressKey: 'shop' })).toEqual({
      outcome: 'wrong',
    });
  });

  test('of a client of the one-time password API uses up its own tries alone: on the line, and of the client', async () => {
    parts = createCodeParts(database, { WRONG_CODES_AN_HOUR: '28' });
    const ofClient = (addressKey: string, index: number, subjectKey = 'subject') =>
      codeFlow({
        flow: 'oneTimePassword',
        purpose: 'oneTimePassword',
        flowId: `f${index}`,
        addressKey,
        subjectKey,
      });
    for (let index = 0; index < 6; index += 1)
      expect(await verify(ofClient('shop', index))).toEqual({ outcome: 'wrong' });
    expect(refusalOf(await verify(ofClient('shop', 9)))?.code).toBe('TOO_MANY_WRONG_CODES');
    expect(await verify(ofClient('shop', 10, 'other'))).toEqual({ outcome: 'wrong' });
    expect(parts.alarms).toEqual([]);
    expect(refusalOf(await verify(ofClient('shop', 11, 'other')))).toEqual({
      code: 'CODE_ENTRY_PAUSED',
      retryAfterSeconds: 900,
    });
    expect(parts.alarms).toEqual(['codeEntryPaused']);
    expect(await verify(ofClient('bank', 12))).toEqual({ outcome: 'wrong' });
    for (let index = 0; index < 5; index += 1)
      expect(await verify(codeFlow({ flowId: `e${index}` }))).toEqual({ outcome: 'wrong' });
  });

  test('that is refused is not compared: a right one is, once its turn has come and not a millisecond before', async () => {
    for (let index = 0; index < 5; index += 1) await verify(flow, wrongCode(flow), { tryId: String(index) });
    const turn = start + 15 * minute;
    const early = await verify(flow, typedCode(flow), { tryId: 'right', now: turn - 1 });
    expect(refusalOf(early)).toEqual({ code: 'TOO_MANY_WRONG_CODES', retryAfterSeconds: 1 });
    expect(await verify(flow, typedCode(flow), { tryId: 'right', now: turn })).toEqual({ outcome: 'right' });
  });

  test('that is refused for its address leaves nothing counted on the line', async () => {
    for (let index = 0; index < 20; index += 1)
      await verify(codeFlow({ flowId: `f${index}`, subjectKey: `line-${index}` }));
    for (let index = 0; index < 9; index += 1) await verify(flow, wrongCode(flow), { tryId: String(index) });
    const others = await Promise.all(
      Array.from({ length: 7 }, (_, index) =>
        verify(codeFlow({ flowId: `o${index}`, addressKey: `other-${index}` })),
      ),
    );
    expect(others.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(6);
  });

  test('is counted once, however often the same try is repeated, and answered the same', async () => {
    for (let index = 0; index < 8; index += 1) expect(await verify(flow)).toEqual({ outcome: 'wrong' });
    const kept = await database.limits.find().lean();
    expect(kept.flatMap(({ uses = [], failures = [] }) => [...uses, ...failures])).toHaveLength(2);
    expect(kept.map(({ count }) => count).filter(Boolean)).toEqual([1]);
    for (let index = 0; index < 2; index += 1) {
      expect(await verify(flow, typedCode(flow), { tryId: 'right' })).toEqual({ outcome: 'right' });
    }
  });

  test('that is right takes back the wrong ones of its flow, its messages, and what they count for the service', async () => {
    const route = codeRoute({ prefixKey: 'prefix' });
    const other = codeFlow({ flowId: 'other', addressKey: 'elsewhere' });
    for (const each of [flow, other]) {
      await parts.activities.takeMessage({ flow: each, route, request: 1, now: start });
      await verify(each, wrongCode(each), { route });
    }
    await verify(codeFlow({ flowId: 'failed', subjectKey: 'another' }));
    await verify(flow, typedCode(flow), { tryId: 'right', route });
    const kept = await database.limits.find({ _id: /^(code|SMS to a number|wrong codes)/ }).lean();
    expect(kept.flatMap(({ uses = [] }) => uses.map(({ id }) => id)).sort()).toEqual([
      'failed/try',
      'other/1',
      'other/try',
    ]);
    expect(kept.map(({ count }) => count).filter(Boolean)).toEqual([2]);
    const origin = await database.limits.findById('origin:address').lean();
    expect(origin?.failures?.map(({ subject }) => subject)).toEqual(['another']);
  });

  test.each([
    ['right', typedCode(flow)],
    ['wrong', wrongCode(flow)],
  ])('that is %s costs the database two round trips, and so does a message', async (_outcome, typed) => {
    const route = codeRoute({ prefixKey: 'prefix' });
    const take = () => parts.activities.takeMessage({ flow, route, request: 1, now: start });
    expect(await commandsOf(database, take)).toEqual(['find', 'update']);
    expect(await commandsOf(database, () => verify(flow, typed, { route }))).toEqual(['find', 'update']);
  });

  test('that is right uses nothing up', async () => {
    for (let index = 0; index < 12; index += 1) {
      const verdict = await verify(flow, typedCode(flow), { tryId: String(index) });
      expect(verdict).toEqual({ outcome: 'right' });
    }
  });

  test('of 1,000 at one moment, over several flows and addresses of a line: six are compared', async () => {
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
    expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(6);
    expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(994);
  });

  test('of 120 at one moment with one right among them: no more than six wrong are compared, one at most is right', async () => {
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
    expect(outcomes.filter((outcome) => outcome === 'wrong').length).toBeLessThanOrEqual(6);
    expect(outcomes.filter((outcome) => outcome === 'right').length).toBeLessThanOrEqual(1);
  });

  test('past the brake of the whole service is compared for who made no failure, with an alarm; who fails goes slowly', async () => {
    parts = createCodeParts(database, { WRONG_CODES_AN_HOUR: '3' });
    for (let index = 0; index < 3; index += 1)
      await verify(codeFlow({ subjectKey: `s${index}` }), undefined, { tryId: `t${index}` });
    expect(parts.alarms).toEqual([]);
    const paused = await verify(codeFlow({ subjectKey: 'other' }), typedCode(flow), { tryId: 'paused' });
    expect(refusalOf(paused)).toEqual({ code: 'CODE_ENTRY_PAUSED', retryAfterSeconds: 300 });
    expect(parts.alarms).toContain('codeEntryPaused');
    expect(await database.limits.find({ 'uses.id': /paused/ }).lean()).toEqual([]);
    const honest = codeFlow({ flowId: 'honest', subjectKey: 'own', addressKey: 'home' });
    expect(await verify(honest, wrongCode(honest), { tryId: 'typing error' })).toEqual({ outcome: 'wrong' });
    expect(await verify(honest, typedCode(honest), { tryId: 'right' })).toEqual({ outcome: 'right' });
  });

  test('of 39 networks on lines that nobody has feeds no brake, and theirs on real lines stop nobody, of clients neither', async () => {
    const ofNetwork = async (network: number, count: number, provable: boolean) => {
      for (let index = 0; index < count; index += 1) {
        const of = codeFlow({
          flowId: `${provable}-${network}-${index}`,
          addressKey: `48-${provable}-${network}.56.64`,
          subjectKey: `${provable}-${network}-${Math.floor(index / 5)}`,
        });
        await verify(of, wrongCode(of), { route: codeRoute({ provable }) });
      }
    };
    const networks = Array.from({ length: 39 }, (_, network) => network);
    await Promise.all(networks.map((network) => ofNetwork(network, 30, false)));
    expect(parts.alarms).toEqual([]);
    parts = createCodeParts(database, { WRONG_CODES_AN_HOUR: '200' });
    await Promise.all(networks.map((network) => ofNetwork(network, 6, true)));
    const honest = codeFlow({ flowId: 'honest', subjectKey: 'own', addressKey: 'home' });
    expect(await verify(honest, typedCode(honest))).toEqual({ outcome: 'right' });
    expect(parts.alarms).toContain('codeEntryPaused');
    const client = { purpose: 'oneTimePassword', flow: 'oneTimePassword', addressKey: 'shop' } as const;
    const ofClient = codeFlow({ ...client, flowId: 'of client', subjectKey: 'customer' });
    expect(await verify(ofClient, typedCode(ofClient))).toEqual({ outcome: 'right' });
  });
});
