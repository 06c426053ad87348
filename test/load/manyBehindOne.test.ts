import type { Database } from '../../src/database/database';
import { originRule } from '../../src/limits/rules';
import type { CodeFlow } from '../../workflows/contracts/codes';
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
import { minute } from '../limits/support';

let database: Database;
let parts: CodeParts;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(async () => {
  await Promise.all([database.limits.deleteMany({}), database.sendRecords.deleteMany({})]);
  parts = createCodeParts(database);
});

const office = 'office';
const employees = 300;
const second = 1_000;
/** Of one company, so that all numbers begin alike. */
const prefixKey = 'prefix';

interface Registration {
  readonly flow: CodeFlow;
  readonly provable: boolean;
}

function registrationOf(employee: string, provable = true): Registration {
  return {
    flow: codeFlow({ flowId: `flow ${employee}`, subjectKey: employee, addressKey: office }),
    provable,
  };
}

/** @returns what stood in the way of the start or of its message */
async function begin({ flow, provable }: Registration, now: number): Promise<string[]> {
  const { limits, figures } = parts.dependencies;
  parts.clock.now = now;
  const origin = {
    key: flow.addressKey,
    rule: originRule(figures),
    does: 'starts',
    mark: 'at once',
  } as const;
  const step = { useId: flow.flowId, about: flow.flowId, origin, sharer: flow.addressKey, now };
  if (await limits.take(step)) return ['start'];
  const route = codeRoute({ messageKey: flow.subjectKey, prefixKey, provable });
  if (await parts.activities.takeMessage({ flow, route, request: 1, now })) return ['message'];
  const recipient = { channel: 'sms', address: seal('+393331112233'), wording: 'registrationCode' } as const;
  const message = { flow, apparentChannel: 'sms', prefixKey, issue: 1, number: 1, lifeMs: minute } as const;
  const sent = parts.activities.sendCode(provable ? { ...message, recipient } : message);
  return sent.then(
    () => [],
    () => ['delay'],
  );
}

async function type({ flow, provable }: Registration, now: number, isRight: boolean): Promise<string[]> {
  const route = codeRoute({ messageKey: flow.subjectKey, prefixKey, provable });
  const typed = isRight ? typedCode(flow) : wrongCode(flow);
  const verdict = await parts.activities.verifyCode({
    ...{ flow, route, issue: 1, typed, now, isLast: false },
    tryId: isRight ? 'right' : 'wrong',
  });
  return verdict.outcome === (isRight ? 'right' : 'wrong') ? [] : [`code: ${verdict.outcome}`];
}

test('300 employees register within an hour behind one office address, with 20 typing errors: nobody is refused', async () => {
  const events: { readonly at: number; readonly does: () => Promise<string[]> }[] = [];
  for (let employee = 0; employee < employees; employee += 1) {
    const at = start + employee * 12 * second;
    const own = registrationOf(`employee ${employee}`);
    const mistake = employee % 30 === 0 ? 'line' : employee % 30 === 15 ? 'code' : undefined;
    if (mistake === 'line') {
      const unknown = registrationOf(`unknown ${employee}`, false);
      events.push({ at: at - second, does: () => begin(unknown, at - second) });
    }
    events.push({ at, does: () => begin(own, at) });
    if (mistake === 'code') events.push({ at: at + minute, does: () => type(own, at + minute, false) });
    events.push({ at: at + 90 * second, does: () => type(own, at + 90 * second, true) });
  }
  const refused: string[] = [];
  for (const { does } of events.sort((one, other) => one.at - other.at)) refused.push(...(await does()));
  expect(refused).toEqual([]);
  expect(parts.texts.sent).toHaveLength(employees);
});

test('the same starts with nothing proved are refused after thirty, and tries on as many lines after twenty', async () => {
  const answers: string[][] = [];
  for (let flow = 0; flow < 60; flow += 1) answers.push(await begin(registrationOf(`line ${flow}`), start));
  expect(answers.filter((refused) => refused[0] !== 'start')).toHaveLength(30);
  const tries: string[][] = [];
  for (let flow = 0; flow < 60; flow += 1)
    tries.push(await type(registrationOf(`line ${flow}`), start, false));
  expect(tries.filter((refused) => refused.length === 0)).toHaveLength(20);
  expect(tries.at(-1)).toEqual(['code: refused']);
});
