import type { Account } from '../../src/database/accounts';
import type { Database } from '../../src/database/database';
import type { MessageChannel } from '../../workflows/contracts/channels';
import {
  application,
  addLine,
  codeFlow,
  codeRoute,
  createCodeParts,
  day,
  eligibleVatNumber,
  lineKey,
  opened,
  otherVatNumber,
  questionsOf,
  resetRecords,
  seal,
  start,
  typedCode,
  usernameKey,
  wrongCode,
  type CodeParts,
} from '../support/codeActivities';
import { KnownDevices } from '../../src/security/knownDevices';
import { accountOf, type AccountChange } from '../support/accounts';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

const line = '+393330000001';
const dataOnly = '+393330000005';
const unknownLine = '+393330000099';

let database: Database;
let parts: CodeParts;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(async () => {
  await resetRecords(database);
  parts = createCodeParts(database);
  await addLine(database, { _id: dataOnly, simKind: 'data-only' });
  for (const [flowId, of, simKind] of [
    ['voice', line, 'voice'],
    ['data', dataOnly, 'data-only'],
  ] as const)
    await parts.activities.createEmployeeAccount({
      flowId,
      application: application(of, simKind),
      locale: 'it',
      addressKey: 'address',
      now: start,
    });
  await administrator('userAdmin', { _id: 'admin', username: 'MariaRossi', mobile: '+393331112233' });
  await administrator('userAdmin', {
    _id: 'reserved',
    username: 'Reserved',
    status: 'reserved',
    vatNumber: otherVatNumber,
  });
  await administrator('telcoManager', { _id: 'manager', username: 'Manager' });
});

function administrator(
  kind: 'userAdmin' | 'telcoManager',
  change: AccountChange & Pick<Account, '_id' | 'username'>,
) {
  const own = { vatNumber: eligibleVatNumber, heldBy: change._id, email: 'legale@azienda.example' };
  return database.accounts.create(accountOf(kind, { ...own, ...change }));
}

const find = (
  name: string,
  apparentChannel: MessageChannel = 'sms',
  flowId = 'flow',
  addressKey = 'address',
) =>
  parts.activities.findAccount({
    flowId,
    username: seal(name),
    usernameKey: usernameKey(name),
    apparentChannel,
    addressKey,
    now: start,
  });

/** A verdict in short, with what is sealed opened. */
async function told(name: string, apparentChannel: MessageChannel = 'sms', flowId = 'flow'): Promise<string> {
  const verdict = await find(name, apparentChannel, flowId);
  if (verdict.outcome === 'refused') return verdict.refusal.code;
  const { finding, route, accountId } = verdict;
  expect(route).toMatchObject({
    apparentChannel,
    mayRevealRefusal: false,
    provable: accountId !== undefined,
  });
  const recipient = opened(route.recipient);
  const sentTo = recipient
    ? `${recipient.wording} by ${recipient.channel} to ${recipient.address}`
    : 'nobody';
  return [finding, sentTo, accountId ?? 'decoy'].join(', ');
}

describe('the account of a recovery', () => {
  test.each([
    [line, 'sms', `found, recoveryCode by sms to ${line}, employeeRegistration/voice`],
    [dataOnly, 'sms', 'found, recoveryCode by mail to io@azienda.example, employeeRegistration/data'],
    [unknownLine, 'sms', 'unknown, nobody, decoy'],
    ['MariaRossi', 'sms', 'found, recoveryCode by sms to +393331112233, admin'],
    ['MariaRossi', 'mail', 'found, recoveryCode by mail to legale@azienda.example, admin'],
    ['mariarossi', 'mail', 'unknown, nobody, decoy'],
    ['Nobody', 'mail', 'unknown, nobody, decoy'],
    ['Reserved', 'mail', 'unknown, nobody, decoy'],
    ['Manager', 'mail', 'managerAsksUserAdmin, askUserAdmin by mail to legale@azienda.example, decoy'],
    ['Manager', 'sms', 'managerAsksUserAdmin, askUserAdmin by mail to legale@azienda.example, decoy'],
  ] as const)('%s by %s: %s', async (name, apparentChannel, expected) => {
    expect(await told(name, apparentChannel)).toBe(expected);
  });

  test('is written to in its own language', async () => {
    for (const locale of ['it', 'en'] as const) {
      await database.accounts.updateMany({}, { $set: { locale } });
      for (const name of [line, dataOnly, 'MariaRossi', 'Manager'])
        for (const apparentChannel of ['sms', 'mail'] as const)
          expect(await find(name, apparentChannel, `${name}-${apparentChannel}`)).toMatchObject({
            route: { recipient: { locale } },
          });
    }
  });

  test('is never reached by a mailbox that received no code', async () => {
    await database.accounts.updateMany({}, { $set: { emailVerified: false } });
    await database.connection.collection('accounts').updateMany({}, { $unset: { mobile: 1 } });
    for (const name of [dataOnly, 'MariaRossi', 'Manager'])
      expect(await told(name, 'sms')).toBe('noVerifiedChannel, nobody, decoy');
    expect(await told('MariaRossi', 'mail')).toBe('noVerifiedChannel, nobody, decoy');
  });

  test.each([
    ['ceased', { status: 'ceased' }],
    ['went to another company', { vatNumber: otherVatNumber }],
    ['was activated anew since', { activatedOn: '2029-01-01' }],
  ] as const)('of a line that %s is nobody', async (_what, change) => {
    await database.lines.updateOne({ _id: line }, { $set: change });
    expect(await told(line)).toBe('unknown, nobody, decoy');
  });

  test('of a line that is no longer associated with it is nobody', async () => {
    await database.lineAssociations.updateOne({ _id: line }, { $set: { accountId: 'another', slot: 1 } });
    expect(await told(line)).toBe('unknown, nobody, decoy');
  });

  test('is asked for the same way whether there is one or not', async () => {
    const questions = async (name: string, apparentChannel: MessageChannel) =>
      (await questionsOf(database, () => find(name, apparentChannel, `${name}-${apparentChannel}`))).join();
    const lines = [
      await questions(line, 'sms'),
      await questions(dataOnly, 'sms'),
      await questions(unknownLine, 'sms'),
    ];
    expect(new Set(lines).size).toBe(1);
    for (const apparentChannel of ['sms', 'mail'] as const) {
      const names = [];
      for (const name of ['MariaRossi', 'Manager', 'Nobody', 'Reserved'])
        names.push(await questions(name, apparentChannel));
      expect(new Set(names).size).toBe(1);
    }
  });

  test('takes messages from the budget of the username, known or not, apart from those of registrations', async () => {
    for (const name of [line, unknownLine, 'MariaRossi', 'Nobody']) {
      for (const flowId of ['one', 'one', 'two'])
        expect(await told(name, 'sms', flowId)).not.toContain('SPENT');
      expect(await find(name, 'sms', 'three')).toEqual({
        outcome: 'refused',
        refusal: { code: 'MESSAGE_BUDGET_SPENT', retryAfterSeconds: day / 1_000 },
      });
    }
    const registration = { flowId: 'one', application: application(line), addressKey: 'address', now: start };
    expect((await parts.activities.checkLine(registration)).outcome).toBe('admitted');
  });

  test('has its messages by mail counted, eight a day for one address', async () => {
    const verdicts = await Promise.all(
      Array.from({ length: 12 }, (_, index) => find('Nobody', 'mail', `f${index}`)),
    );
    expect(verdicts.filter(({ outcome }) => outcome === 'admitted')).toHaveLength(8);
  });

  test('of a line shows the brake of its prefix, also where nobody is written to', async () => {
    for (const name of [line, dataOnly, unknownLine])
      expect(await find(name)).toMatchObject({ route: { prefixKey: lineKey('+39333000') } });
  });
});

describe.each(['sms', 'mail'] as const)(
  'a recovery by %s that strangers of 40 networks ask for',
  (apparentChannel) => {
    const tokenOf = (accountId: string, epoch = 0) =>
      new KnownDevices(parts.dependencies.serviceKeys, day).issue({ accountId, epoch }, start);
    const ask = (name: string, flowId: string, token?: string, now = start) =>
      parts.activities.findAccount({
        flowId,
        username: seal(name),
        usernameKey: usernameKey(name),
        apparentChannel,
        addressKey: token === undefined ? flowId : 'home',
        ...(token !== undefined && { deviceToken: seal(token) }),
        now,
      });
    async function flood(name: string): Promise<void> {
      for (let network = 0; network < 40; network += 1) await ask(name, `network ${network}`);
    }
    const refused = { outcome: 'refused', refusal: { code: 'MESSAGE_BUDGET_SPENT', retryAfterSeconds: 900 } };

    test('goes on at a device that the account knows: two messages a day for all of them, which others do not take', async () => {
      await flood('MariaRossi');
      expect(await ask('MariaRossi', 'stranger')).toEqual(refused);
      for (const flowId of ['one', 'one', 'two'])
        expect(await ask('MariaRossi', flowId, tokenOf('admin'))).toMatchObject({
          outcome: 'admitted',
          route: { byKnownDevice: true, provable: true },
        });
      expect(await ask('MariaRossi', 'three', tokenOf('admin'))).toEqual(refused);
      expect(await ask('MariaRossi', 'stranger')).toEqual(refused);
      expect(await ask('MariaRossi', 'three', tokenOf('admin'), start + day)).toMatchObject({
        outcome: 'admitted',
      });
    });

    test('goes on for no other token, and is refused alike, whether the name is known or not', async () => {
      await database.accounts.updateOne({ _id: 'admin' }, { $set: { sessionEpoch: 1 } });
      const tokens = [
        tokenOf('admin'),
        tokenOf('manager'),
        `${tokenOf('admin', 1).slice(0, -2)}AA`,
        'no token',
      ];
      const questions = new Set<string>();
      for (const name of ['MariaRossi', 'Nobody']) {
        await flood(name);
        for (const [index, token] of tokens.entries()) {
          const asked = await questionsOf(database, async () => {
            expect(await ask(name, `${index}`, token)).toEqual(refused);
          });
          questions.add(asked.join());
        }
      }
      expect(questions.size).toBe(1);
    });

    test('takes at such a device what anybody may have first, and gives all back once it is proved', async () => {
      const flow = codeFlow({
        flow: 'passwordRecovery',
        flowId: 'one',
        purpose: 'recovery',
        addressKey: 'home',
      });
      const subjectKey = usernameKey('MariaRossi');
      const found = await ask('MariaRossi', 'one', tokenOf('admin'));
      if (found.outcome === 'refused') throw new Error(found.refusal.code);
      const ofDevices = { _id: /\.devices$/, uses: { $ne: [] } };
      expect(await database.limits.countDocuments(ofDevices)).toBe(0);
      await flood('MariaRossi');
      const { route } = found;
      const about = { ...flow, subjectKey };
      expect(await parts.activities.takeMessage({ flow: about, route, request: 2, now: start })).toBeNull();
      expect(await database.limits.countDocuments(ofDevices)).toBe(1);
      for (let network = 0; network < 40; network += 1) {
        const ofStranger = codeFlow({ ...about, flowId: `${network}`, addressKey: `network ${network}` });
        await parts.activities.verifyCode({
          flow: ofStranger,
          route: codeRoute({ messageKey: route.messageKey, apparentChannel }),
          issue: 1,
          now: start,
          typed: wrongCode(ofStranger),
          tryId: 'wrong',
          isLast: false,
        });
      }
      const right = {
        flow: about,
        route,
        issue: 1,
        typed: typedCode(about),
        tryId: 'right',
        isLast: false,
        now: start,
      };
      expect(await parts.activities.verifyCode(right)).toEqual({ outcome: 'right' });
      expect(await database.limits.countDocuments(ofDevices)).toBe(0);
    });

    test('costs two round trips at such a device too', async () => {
      await flood('MariaRossi');
      const asked = await questionsOf(database, () => ask('MariaRossi', 'one', tokenOf('admin')));
      expect(asked.filter((question) => question.startsWith('limits.'))).toEqual([
        'limits.bulkWrite',
        'limits.find',
        'limits.find',
      ]);
    });
  },
);

describe('past what a prefix may be sent', () => {
  test('the code of a known name and of one that is nobody’s fare alike, whosever number is behind it', async () => {
    parts = createCodeParts(database, {
      SMS_PER_PREFIX_AN_HOUR: '1',
      SMS_PER_PREFIX_AND_ADDRESS_AN_HOUR: '1',
    });
    const prefixKey = lineKey('+39333111');
    const message = { apparentChannel: 'sms', issue: 1, number: 1, lifeMs: 60_000 } as const;
    const toPrefix = (flowId: string) =>
      parts.activities.sendCode({ ...message, flow: codeFlow({ flowId, purpose: 'recovery' }), prefixKey });
    await toPrefix('first');
    await expect(toPrefix('second')).rejects.toMatchObject({ nonRetryable: false });
    const sent: string[] = [];
    for (const name of ['MariaRossi', 'Nobody']) {
      const found = await find(name, 'sms', name);
      if (found.outcome === 'refused') throw new Error(found.refusal.code);
      const { recipient, prefixKey: shown } = found.route;
      expect(shown).toBeUndefined();
      const flow = codeFlow({ flowId: name, purpose: 'recovery' });
      const fate = parts.activities.sendCode({ ...message, flow, ...(recipient && { recipient }) });
      sent.push(
        await fate.then(
          () => 'SENT',
          () => 'DELAYED',
        ),
      );
    }
    expect(sent).toEqual(['SENT', 'SENT']);
    expect(parts.texts.sent.map(({ to }) => to)).toEqual(['+393331112233']);
  });
});

describe('a proven recovery', () => {
  const open = async (accountId: string, workflowId: string, address?: string) => {
    const account = await database.accounts.findById(accountId).lean();
    const sealed = seal(address ?? account?.email ?? 'nobody@azienda.example');
    return parts.activities.openPassword({ accountId, workflowId, address: sealed, now: start });
  };

  test('opens the password to its flow, and takes it from the flow that it was open to', async () => {
    expect(await open('admin', 'passwordRecovery/one')).toBe(true);
    expect(await open('admin', 'passwordRecovery/one')).toBe(true);
    expect(await open('admin', 'passwordRecovery/two')).toBe(true);
    const account = await database.accounts.findById('admin').lean();
    expect(account?.passwordOpenTo).toBe('passwordRecovery/two');
  });

  test('opens nothing by a mailbox or mobile that is no longer the account’s', async () => {
    const { email = '', mobile = '' } = (await database.userAdmins.findById('admin').lean()) ?? {};
    for (const address of [email, mobile])
      expect(await open('admin', 'passwordRecovery/one', address)).toBe(true);
    const replaced = { email: 'nuova@azienda.example', mobile: '+393331113333', passwordOpenTo: 'none' };
    await database.userAdmins.updateOne({ _id: 'admin' }, { $set: replaced });
    for (const address of [email, mobile])
      expect(await open('admin', 'passwordRecovery/one', address)).toBe(false);
    expect((await database.accounts.findById('admin').lean())?.passwordOpenTo).toBe('none');
  });

  test('opens nothing of an account that is gone, or that is not active yet', async () => {
    expect(await open('gone', 'passwordRecovery/one')).toBe(false);
    expect(await open('reserved', 'passwordRecovery/one')).toBe(false);
  });
});
