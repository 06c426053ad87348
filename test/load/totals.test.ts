import type { Database } from '../../src/database/database';
import { devicePasswordRule, originRule, passwordRule } from '../../src/limits/rules';
import { sharerOf } from '../../src/limits/origins';
import type { Step } from '../../src/limits/steps';
import { deviceOwnerOf, KnownDevices } from '../../src/security/knownDevices';
import {
  addLine,
  application,
  codeFlow,
  codeRoute,
  createCodeParts,
  day,
  hour,
  lineKey,
  puk,
  resetRecords,
  seal,
  start,
  typedCode,
  typedPukOf,
  usernameKey,
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
  await resetRecords(database);
  parts = createCodeParts(database);
});

/** The most moments within any window. */
function densest(moments: readonly number[], windowMs: number): number {
  return Math.max(
    ...moments.map((from) => moments.filter((at) => at >= from && at < from + windowMs).length),
  );
}

describe('PUKs', () => {
  const verify = async (line: string, from: string, id: string, typed: string, iccid?: string, now = start) =>
    parts.activities.verifyPuk({
      flow: codeFlow({ flowId: id, addressKey: from, subjectKey: lineKey(line) }),
      line: application(line, 'data-only').line,
      provable: true,
      typed: await typedPukOf(id, typed, iccid),
      tryId: 'try',
      now,
    });

  test('beside hundreds of ICCIDs a stranger is told nothing of the right PUK, and three of the right one', async () => {
    const line = await addLine(database, { _id: '+393330000077', simKind: 'data-only' });
    const { iccid = '' } = (await database.lines.findById(line).lean()) ?? {};
    const told = { right: 0, wrong: 0, refused: 0 };
    const variants = [iccid.slice(0, -1), `${iccid}0`, `${iccid}5`, iccid.slice(0, 18)];
    for (let each = 0; each < 200; each += 1) {
      const typed = variants[each] ?? `89${String(each).padStart(17, '0')}`;
      const { outcome } = await verify(line, `n${each}`, `f${each}`, puk, typed);
      told[outcome] += 1;
    }
    expect(told.right).toBe(0);
    // As if each wrong one had been right: those that could have been told.
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, each) => verify(line, `m${each}`, `g${each}`, '87654321', iccid)),
    );
    expect(answers.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(3);
    const left = answers.flatMap((each) => (each.outcome === 'wrong' ? [each.attemptsLeft] : []));
    expect(left.sort()).toEqual([0, 1, 2]);
    const plain = await Promise.all(
      Array.from({ length: 60 }, (_, each) => verify(line, `p${each}`, `h${each}`, '87654321')),
    );
    expect(plain.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(3);
    expect((await verify(line, 'q', 'late', puk)).outcome).toBe('refused');
    expect((await verify(line, 'q', 'late 2', puk, iccid, start + day - 1)).outcome).toBe('refused');
    expect((await verify(line, 'q', 'late 3', puk, iccid, start + day)).outcome).toBe('right');
  });

  test('a right one among fifty at one moment is told in its turn alone', async () => {
    const line = await addLine(database, { _id: '+393330000077', simKind: 'data-only' });
    let right = 0;
    for (let round = 0; round < 10; round += 1) {
      await database.limits.deleteMany({});
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, each) =>
          verify(line, `n${each}`, `f${round}/${each}`.replace('/', '-'), each === 25 ? puk : '87654321'),
        ),
      );
      right += answers.filter(({ outcome }) => outcome === 'right').length;
      const wrongNow = answers.filter(({ outcome }) => outcome === 'wrong').length;
      expect(wrongNow).toBeLessThanOrEqual(3);
    }
    expect(right).toBeLessThanOrEqual(10);
  });
});

test('codes of a line, from new networks at every opening: ten in any hour, and as many of its devices', async () => {
  const told: Record<'anybody' | 'devices', number[]> = { anybody: [], devices: [] };
  let flows = 0;
  for (const byKnownDevice of [false, true])
    for (let now = start; now < start + 3 * hour; now += 30_000) {
      const answers = await Promise.all(
        Array.from({ length: now % (5 * minute) === 0 ? 20 : 2 }, () => {
          flows += 1;
          const flow = codeFlow({ flowId: `f${flows}`, addressKey: `n${flows}`, purpose: 'recovery' });
          const route = codeRoute({ ...(byKnownDevice && { byKnownDevice: true as const }) });
          return parts.activities.verifyCode({
            flow,
            route,
            issue: 1,
            typed: wrongCode(flow),
            tryId: 'try',
            isLast: false,
            now,
          });
        }),
      );
      for (const { outcome } of answers)
        if (outcome === 'wrong') told[byKnownDevice ? 'devices' : 'anybody'].push(now);
    }
  const most = { anybody: densest(told.anybody, hour), devices: densest(told.devices, hour) };
  expect(most.anybody).toBeLessThanOrEqual(10);
  expect(most.devices).toBeLessThanOrEqual(10);
}, 120_000);

test.each(['name', 'devices'])(
  'passwords of a %s, from new ones at every opening: 110 in any day',
  async (of) => {
    const { limits, figures } = parts.dependencies;
    const told: number[] = [];
    let tries = 0;
    const stepOf = (now: number): Step => {
      tries += 1;
      const from = `n${tries}`;
      return of === 'name'
        ? {
            useId: `t${tries}`,
            about: 'name',
            subject: { purpose: 'password of a name', key: 'name', rule: passwordRule(figures) },
            origin: { key: from, rule: originRule(figures), does: 'failures', mark: 'later' },
            sharer: sharerOf(from),
            now,
          }
        : {
            useId: `t${tries}`,
            about: 'account',
            subject: { purpose: 'password of a device', key: 'account', rule: devicePasswordRule(figures) },
            sharer: from,
            now,
          };
    };
    let now = start;
    while (now < start + 2.2 * day) {
      const steps = Array.from({ length: 20 }, () => stepOf(now));
      const answers = await Promise.all(steps.map((step) => limits.take(step)));
      answers.forEach((refused) => refused ?? told.push(now));
      now = (await limits.look(stepOf(now))).wait?.opensAt ?? now;
    }
    expect(densest(told, day)).toBeLessThanOrEqual(of === 'name' ? 110 : 120);
  },
  120_000,
);

describe('tokens of devices in a recovery', () => {
  const line = '+393330000001';
  async function owner(id: string, of: string, sessionEpoch: number) {
    await parts.activities.createEmployeeAccount({
      flowId: id,
      application: application(of),
      locale: 'it',
      addressKey: 'address',
      now: start - day,
    });
    await database.accounts.updateOne({ username: of }, { $set: { sessionEpoch } });
  }
  const idOf = (id: string) => `employeeRegistration/${id}`;

  test('forged, of another account, of an old password or too old they bring nothing; and genuine ones two messages in all', async () => {
    await addLine(database, { _id: '+393330000005' });
    await owner('victim', line, 3);
    await owner('stranger', '+393330000005', 0);
    const { serviceKeys, figures } = parts.dependencies;
    const devices = new KnownDevices(serviceKeys, figures.knownDeviceLifeMs);
    const own = deviceOwnerOf({ _id: idOf('stranger'), sessionEpoch: 0 });
    const victim = (epoch: number) => deviceOwnerOf({ _id: idOf('victim'), sessionEpoch: epoch });
    const genuine = devices.issue(victim(3), start - 1);
    const [id, at, mac = ''] = genuine.split('.');
    const bad = [
      devices.issue(own, start - 1),
      devices.issue(victim(2), start - 1),
      devices.issue(victim(4), start - 1),
      devices.issue(victim(3), start - figures.knownDeviceLifeMs),
      `${id}.${at}.${mac.slice(0, -1)}${mac.endsWith('A') ? 'B' : 'A'}`,
      `${id}.${Number(at) + 1}.${mac}`,
      `${devices.issue(own, start).split('.')[0]}.${at}.${mac}`,
      devices.issue({ accountId: '', epoch: -1 }, start - 1),
      '',
    ];
    let flows = 0;
    const ask = async (username: string, token: string | undefined, now: number) => {
      flows += 1;
      return parts.activities.findAccount({
        flowId: `f${flows}`,
        username: seal(username),
        usernameKey: usernameKey(username),
        apparentChannel: 'sms',
        addressKey: `n${flows}`,
        ...(token !== undefined && { deviceToken: seal(token) }),
        now,
      });
    };
    const unknown = '+393330009999';
    const admitted: Record<string, number> = {};
    for (const name of [line, unknown])
      for (let round = 0; round < 5; round += 1)
        for (const token of bad) {
          const { outcome } = await ask(name, token, start);
          if (outcome === 'admitted') admitted[name] = (admitted[name] ?? 0) + 1;
        }
    expect(admitted).toEqual({ [line]: 5, [unknown]: 5 });
    const same = await Promise.all([line, unknown].map((name) => ask(name, bad[0], start + minute)));
    expect(same[0]).toEqual(same[1]);
    const tokens = Array.from({ length: 30 }, () => devices.issue(victim(3), start - 1));
    const answers = await Promise.all(tokens.map((token) => ask(line, token, start)));
    expect(answers.filter(({ outcome }) => outcome === 'admitted')).toHaveLength(2);
    const later = await Promise.all(tokens.map((token) => ask(line, token, start + day - 1)));
    // A newcomer's turn came meanwhile; the devices have nothing more.
    expect(later.filter(({ outcome }) => outcome === 'admitted')).toHaveLength(1);
    const waits = later.flatMap((each) =>
      each.outcome === 'refused' ? [each.refusal.retryAfterSeconds ?? 0] : [],
    );
    expect(Math.max(...waits)).toBeLessThanOrEqual(900);
  });

  test('the person at a known device goes on at recovery and at its code, whatever forty networks do for a day', async () => {
    await owner('victim', line, 3);
    const { serviceKeys, figures } = parts.dependencies;
    const devices = new KnownDevices(serviceKeys, figures.knownDeviceLifeMs);
    const token = devices.issue(deviceOwnerOf({ _id: idOf('victim'), sessionEpoch: 3 }), start - 1);
    const key = usernameKey(line);
    let flows = 0;
    const ask = (from: string, now: number, device?: string) => {
      flows += 1;
      const flowId = `f${flows}`;
      return parts.activities
        .findAccount({
          flowId,
          username: seal(line),
          usernameKey: key,
          apparentChannel: 'sms',
          addressKey: from,
          ...(device !== undefined && { deviceToken: seal(device) }),
          now,
        })
        .then((verdict) => ({ flowId, verdict }));
    };
    for (let now = start; now < start + 6 * hour; now += 15 * minute)
      for (let network = 0; network < 40; network += 1) {
        const { flowId } = await ask(`n${network}`, now, network % 2 ? 'forged' : undefined);
        const flow = codeFlow({
          flow: 'passwordRecovery',
          flowId,
          purpose: 'recovery',
          subjectKey: key,
          addressKey: `n${network}`,
        });
        const attempt = {
          flow,
          route: codeRoute({ messageKey: key }),
          issue: 1,
          typed: wrongCode(flow),
          isLast: false,
          now,
        };
        await parts.activities.verifyCode({ ...attempt, tryId: 'try' });
      }
    const now = start + 6 * hour - 14 * minute;
    // The last of the strangers came a minute ago; the owner from one of their own networks.
    const { flowId, verdict } = await ask('n7', now, token);
    expect(verdict).toMatchObject({ outcome: 'admitted', route: { byKnownDevice: true } });
    if (verdict.outcome !== 'admitted') return;
    const flow = codeFlow({
      flow: 'passwordRecovery',
      flowId,
      purpose: 'recovery',
      subjectKey: key,
      addressKey: 'home',
    });
    const attempt = {
      flow,
      route: verdict.route,
      issue: 1,
      typed: typedCode(flow),
      tryId: 'own',
      isLast: false,
      now,
    };
    expect(await parts.activities.verifyCode(attempt)).toEqual({ outcome: 'right' });
    // Behind a network of theirs.
    const behind = { ...flow, flowId: `${flowId}b`, addressKey: 'n7' };
    const there = await parts.activities.verifyCode({ ...attempt, flow: behind, typed: typedCode(behind) });
    expect(there).toEqual({ outcome: 'right' });
  }, 120_000);
});
