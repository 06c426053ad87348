import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stepOfMessage } from '../../activities/limits';
import type { Database } from '../../src/database/database';
import { codeSignInRules, devicePasswordRule, originRule, passwordRule } from '../../src/limits/rules';
import { sharerOf } from '../../src/limits/origins';
import type { Step } from '../../src/limits/steps';
import type { MessageChannel } from '../../workflows/contracts/channels';
import {
  addLine,
  application,
  codeFlow,
  codeRoute,
  createCodeParts,
  lineKey,
  puk,
  resetRecords,
  seal,
  start,
  typedCode,
  typedPukOf,
  wrongCode,
  type CodeParts,
} from '../support/codeActivities';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';
import { hour, minute } from '../limits/support';

let database: Database;
let parts: CodeParts;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(async () => {
  await resetRecords(database);
  parts = createCodeParts(database);
});

const networks = Array.from({ length: 40 }, (_, network) => `network ${network}`);
const home = 'home';
/** When the strangers stop, and the owner comes. */
const end = start + hour;

/**
 * Every network tries again and again for an hour.
 *
 * @returns the longest wait of the owner meanwhile, milliseconds
 */
async function forAnHour(
  attempt: (network: string, now: number) => Promise<unknown>,
  waitOfOwner: (now: number) => Promise<number> = () => Promise.resolve(0),
): Promise<number> {
  let longest = 0;
  for (let now = start; now <= end; now += 5 * minute) {
    for (const network of networks) await attempt(network, now);
    longest = Math.max(longest, await waitOfOwner(now));
  }
  return longest;
}

/**
 * Strangers bring a network that did nothing yet, at each moment that is the owner's turn.
 *
 * @returns how long each of them keeps the owner out at most, and when they stop; milliseconds
 */
async function atEachTurn(
  attempt: (network: string, now: number) => Promise<unknown>,
  waitOfOwner: (now: number) => Promise<number>,
): Promise<{ readonly each: number; readonly stopAt: number }> {
  let [each, now] = [0, end + (await waitOfOwner(end))];
  for (let network = 0; network < 8; network += 1) {
    expect(await waitOfOwner(now)).toBe(0);
    await attempt(`further network ${network}`, now);
    const wait = await waitOfOwner(now);
    each = Math.max(each, wait);
    now += wait;
  }
  return { each, stopAt: now };
}

async function waitOf(step: Step): Promise<number> {
  const { wait } = await parts.dependencies.limits.look(step);
  return wait ? wait.opensAt - step.now : 0;
}

const said = (ms: number) => (ms === 24 * hour ? '1 day' : ms === 0 ? '0' : `${Math.ceil(ms / minute)} min`);

/** What `docs/limits.md` says that the owner waits: by what the stranger does. */
const documented = new Map(
  Array.from(
    readFileSync(join(__dirname, '../../docs/limits.md'), 'utf8').matchAll(/^- (.*): \*\*(.*?)\*\*, /gm),
  ).map(([, what = '', wait = '']) => [what, wait]),
);

function signInOf(from: string, now: number): Step {
  const { figures } = parts.dependencies;
  return {
    useId: `${from}/${now}`,
    about: 'name',
    subject: { purpose: 'password of a name', key: 'name', rule: passwordRule(figures) },
    origin: { key: from, rule: originRule(figures), does: 'failures', mark: 'later' },
    sharer: sharerOf(from),
    now,
  };
}

test('signing in: the owner waits as the page says, and not at all at a known device', async () => {
  const { limits, figures } = parts.dependencies;
  const fail = async (network: string, now: number) => {
    const step = signInOf(network, now);
    if (!(await limits.take(step))) await limits.blame(step);
  };
  const waitAt = (now: number) => waitOf(signInOf(home, now));
  expect(said(await forAnHour(fail, waitAt))).toBe(
    documented.get('a person’s sign-in, tried from 40 networks for an hour'),
  );
  const { each, stopAt } = await atEachTurn(fail, waitAt);
  expect(said(each)).toBe(
    documented.get('the same by strangers who go on with a further network each quarter'),
  );
  const device = {
    purpose: 'password of a device',
    key: 'account',
    rule: devicePasswordRule(figures),
  } as const;
  const atDevice = { useId: 'device', about: 'account', subject: device, sharer: 'device', now: stopAt };
  expect(await waitOf(atDevice)).toBe(0);
  const { own: rule } = codeSignInRules(figures);
  const beside = { purpose: 'sign-in with a code from an origin', key: `name.${home}`, rule } as const;
  expect(await waitOf({ ...signInOf(home, stopAt - 1), subject: beside })).toBe(0);
  expect(await waitAt(stopAt - 1)).toBe(1);
  expect(await limits.take(signInOf(home, stopAt))).toBeUndefined();
});

test('codes: the owner of the line waits as the page says', async () => {
  const verify = (from: string, now: number, isRight: boolean) => {
    const flow = codeFlow({ flowId: `${from} ${now}`, addressKey: from });
    const typed = isRight ? typedCode(flow) : wrongCode(flow);
    const attempt = { flow, route: codeRoute(), issue: 1, typed, tryId: 'try', isLast: false, now };
    return parts.activities.verifyCode(attempt);
  };
  await forAnHour((network, now) => verify(network, now, false));
  const verdict = await verify(home, end, true);
  const seconds = verdict.outcome === 'refused' ? (verdict.refusal.retryAfterSeconds ?? 0) : 0;
  expect(said(seconds * 1_000)).toBe(documented.get('codes of a line, wrong from 40 networks for an hour'));
  expect(await verify(home, end + seconds * 1_000, true)).toEqual({ outcome: 'right' });
});

test.each<[string, MessageChannel]>([
  ['by SMS', 'sms'],
  ['by mail', 'mail'],
])('recoveries %s: the owner waits as the page says', async (_name, apparentChannel) => {
  const route = codeRoute({ apparentChannel });
  const messageOf = (from: string, now: number) => {
    const flow = codeFlow({ flowId: `${from} ${now}`, addressKey: from, purpose: 'recovery' });
    return { flow, route, request: 1, now };
  };
  let sent = 0;
  const ask = async (network: string, now: number) => {
    if ((await parts.activities.takeMessage(messageOf(network, now))) === null) sent += 1;
  };
  const waitAt = (now: number) => waitOf(stepOfMessage(parts.dependencies.figures, messageOf(home, now)));
  const longest = await forAnHour(ask, waitAt);
  expect(said(longest)).toBe(documented.get('a person’s recovery, asked for from 40 networks for an hour'));
  expect(sent).toBe({ sms: 9, mail: 14 }[apparentChannel]);
  const { each, stopAt } = await atEachTurn(ask, waitAt);
  expect(said(each)).toBe(
    documented.get('the same by strangers who go on, a further network and message each'),
  );
  expect(sent).toBe({ sms: 17, mail: 22 }[apparentChannel]);
  const owner = messageOf(home, stopAt - 1);
  expect(await parts.activities.takeMessage(owner)).toMatchObject({ retryAfterSeconds: 1 });
  const atDevice = { ...owner, route: { ...route, byKnownDevice: true } as const };
  expect(await parts.activities.takeMessage(atDevice)).toBeNull();
  expect(await parts.activities.takeMessage(messageOf(home, stopAt))).toBeNull();
});

test('a number gets 100 SMS of a purpose in a day: five at first, then one for each further network at its turn', async () => {
  let sent = 0;
  for (let now = start; now < start + 24 * hour; now += 5 * minute)
    for (let network = 0; network < 6; network += 1) {
      const from = `network ${network} at ${now}`;
      const flow = codeFlow({ flowId: from, addressKey: from, purpose: 'recovery' });
      const asked = { flow, route: codeRoute(), request: 1, now };
      if ((await parts.activities.takeMessage(asked)) === null) sent += 1;
    }
  expect(sent).toBe(100);
});

test('the PUK of a line: the owner waits as the page says, and not at all with the ICCID', async () => {
  const line = await addLine(database, { _id: '+393330000077', simKind: 'data-only' });
  const { iccid = '' } = (await database.lines.findById(line).lean()) ?? {};
  const verify = async (from: string, now: number, typed: string, typedIccid?: string) =>
    parts.activities.verifyPuk({
      flow: codeFlow({ flowId: from, addressKey: from, subjectKey: lineKey(line) }),
      line: application(line, 'data-only').line,
      provable: true,
      typed: await typedPukOf(from, typed, typedIccid),
      tryId: `${typedIccid ?? ''} ${now}`,
      now,
    });
  for (const network of networks) await verify(network, end, '87654321');
  const verdict = await verify(home, end, puk);
  const seconds = verdict.outcome === 'refused' ? (verdict.refusal.retryAfterSeconds ?? 0) : 0;
  expect(said(seconds * 1_000)).toBe(documented.get('the PUK of a line, wrong from 40 networks'));
  expect(await verify(home, end, puk, iccid)).toEqual({ outcome: 'right' });
});

test('a company: its people behind one address wait as the page says, and not at all with a proof of work', async () => {
  const { limits, figures } = parts.dependencies;
  const startOf = (flowId: string, workProved = false): Step => {
    const origin = { key: 'office', rule: originRule(figures), does: 'starts', mark: 'at once' } as const;
    return { useId: flowId, about: flowId, origin, sharer: 'office', workProved, now: end };
  };
  for (let flow = 0; flow < 100; flow += 1) await limits.take(startOf(`stranger ${flow}`));
  expect(said(await waitOf(startOf('employee')))).toBe(
    documented.get('a company’s registrations, by 100 starts from its own address'),
  );
  expect(await limits.take(startOf('employee', true))).toBeUndefined();
  const elsewhere = { ...startOf('other'), origin: { ...startOf('other').origin!, key: home } };
  expect(await limits.take(elsewhere)).toBeUndefined();
});

test('the service: codes and messages of others go on as the page says', async () => {
  parts = createCodeParts(database, {
    WRONG_CODES_AN_HOUR: '100',
    SMS_AN_HOUR: '100',
    SMS_PER_PREFIX_AN_HOUR: '20',
  });
  const { activities, clock } = parts;
  clock.now = end;
  const recipient = { channel: 'sms', address: seal('+393331112233'), wording: 'registrationCode' } as const;
  const message = {
    apparentChannel: 'sms',
    prefixKey: 'prefix',
    recipient,
    issue: 1,
    number: 1,
    lifeMs: minute,
  } as const;
  for (const network of networks)
    for (const index of [0, 1, 2]) {
      const flow = codeFlow({
        flowId: `${network} ${index}`,
        addressKey: network,
        subjectKey: `${network} ${index}`,
      });
      await activities.sendCode({ flow, ...message });
      const attempt = { flow, route: codeRoute(), issue: 1, typed: wrongCode(flow), isLast: false, now: end };
      await activities.verifyCode({ ...attempt, tryId: 'try' });
    }
  expect(new Set(parts.alarms)).toEqual(new Set(['textMessagesBraked', 'codeEntryPaused']));
  const flow = codeFlow({ flowId: 'honest', addressKey: home, subjectKey: 'own' });
  await activities.sendCode({ flow, ...message });
  const attempt = { flow, route: codeRoute(), issue: 1, typed: typedCode(flow), isLast: false, now: end };
  expect(await activities.verifyCode({ ...attempt, tryId: 'right' })).toEqual({ outcome: 'right' });
  expect(documented.get('codes and SMS of everybody, from 40 networks past every brake')).toBe('0');
});
