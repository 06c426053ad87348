import type { Database } from '../../src/database/database';
import { MessageDelayed, MessageRefused } from '../../src/messaging/channel';
import type { Notice } from '../../workflows/contracts/notices';
import {
  application,
  createCodeParts,
  opened,
  resetRecords,
  seal,
  start,
  type CodeParts,
} from '../support/codeActivities';
import { accountOf } from '../support/accounts';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

const line = '+393330000001';
const workflowId = 'employeeRegistration/flow';

let database: Database;
let parts: CodeParts;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(async () => {
  await resetRecords(database);
  parts = createCodeParts(database);
  await parts.activities.createEmployeeAccount({
    flowId: 'flow',
    application: application(line),
    locale: 'it',
    addressKey: 'address',
    now: start,
  });
});

const claim = (claimId: string, of = workflowId) =>
  database.passwordClaims.create({
    _id: of,
    claimId,
    passwordHash: `hash of ${claimId}`,
    expiresAt: new Date(Date.now() + 60_000),
  });
const set = (claimId: string, of = workflowId) =>
  parts.activities.setFlowPassword({ workflowId: of, claimId, now: start });
const account = () => database.accounts.findOne().lean();

function addressesOf(notices: readonly Notice[]): unknown[] {
  return notices.map(({ wording, channel, address }) => {
    const to = opened({ channel, address, wording: 'registrationCode' })?.address;
    return [wording, channel, to];
  });
}

describe('the password of a flow', () => {
  test('is set once for its claim: every session ends with it, and the claim is erased', async () => {
    await claim('first');
    const outcomes = [await set('first'), await set('first')];
    for (const outcome of outcomes) {
      if (outcome.outcome !== 'set') throw new Error(outcome.outcome);
      expect(addressesOf(outcome.notices)).toEqual([
        ['passwordChanged', 'sms', line],
        ['passwordChanged', 'mail', 'io@azienda.example'],
      ]);
    }
    expect(await account()).toMatchObject({
      passwordHash: 'hash of first',
      passwordSetBy: 'first',
      sessionEpoch: 1,
    });
    expect(await account()).not.toHaveProperty('passwordOpenTo');
    expect(await database.passwordClaims.countDocuments()).toBe(0);
  });

  test('that is set twice at one moment ends sessions once', async () => {
    await claim('first');
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => set('first')));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(5).fill('set'));
    expect(await account()).toMatchObject({ sessionEpoch: 1, passwordHash: 'hash of first' });
  });

  test('whose claim is gone is asked for again, and nothing is changed', async () => {
    expect(await set('lost')).toEqual({ outcome: 'claimLost' });
    expect(await account()).toMatchObject({ passwordOpenTo: workflowId, sessionEpoch: 0 });
  });

  test('is no longer set once another flow has the account, or the account is gone', async () => {
    const accountId = (await account())!._id;
    const opening = { accountId, workflowId: 'passwordRecovery/r', address: seal(line), now: start };
    await parts.activities.openPassword(opening);
    await claim('late');
    expect(await set('late')).toEqual({ outcome: 'accountLost' });
    expect(await database.passwordClaims.countDocuments()).toBe(0);
    await claim('new', 'passwordRecovery/r');
    expect(await set('new', 'passwordRecovery/r')).toMatchObject({ outcome: 'set' });
    await database.accounts.deleteMany({});
    await claim('gone');
    expect(await set('gone')).toEqual({ outcome: 'accountLost' });
  });

  test('of a User Admin is told to mobile and mailbox', async () => {
    await database.accounts.deleteMany({});
    const own = { _id: 'administrator', username: 'MariaRossi', passwordOpenTo: workflowId };
    const contacts = { mobile: '+393331112233', email: 'io@azienda.example' };
    await database.userAdmins.create(accountOf('userAdmin', { ...own, ...contacts }));
    await claim('first');
    const outcome = await set('first');
    if (outcome.outcome !== 'set') throw new Error(outcome.outcome);
    expect(addressesOf(outcome.notices)).toEqual([
      ['passwordChanged', 'sms', '+393331112233'],
      ['passwordChanged', 'mail', 'io@azienda.example'],
    ]);
  });

  test('is told in the language of the account', async () => {
    await database.accounts.updateOne({}, { $set: { locale: 'en' } });
    await claim('first');
    const outcome = await set('first');
    expect(outcome).toMatchObject({ notices: [{ locale: 'en' }, { locale: 'en' }] });
  });

  test('leaves nothing of the former owner of the line', async () => {
    await parts.activities.createEmployeeAccount({
      flowId: 'later',
      application: application(line, 'voice', 'later@azienda.example'),
      locale: 'it',
      addressKey: 'address',
      now: start + 1,
    });
    expect(await account()).toHaveProperty('formerOwners');
    await claim('first', 'employeeRegistration/later');
    await set('first', 'employeeRegistration/later');
    expect(await account()).not.toHaveProperty('formerOwners');
  });
});

describe('notices', () => {
  const mailbox = 'io@azienda.example';
  const notices: readonly Notice[] = [
    { wording: 'employeeRegistered', channel: 'sms', address: seal(line) },
    { wording: 'employeeRegistered', channel: 'mail', address: seal(mailbox), line: seal(line) },
    { wording: 'accountClosed', channel: 'mail', address: seal('former@azienda.example'), line: seal(line) },
    { wording: 'passwordChanged', channel: 'sms', address: seal('+393331112233') },
    { wording: 'passwordChanged', channel: 'mail', address: seal('legale@azienda.example') },
  ];
  const sendAll = (toSend: readonly Notice[]) =>
    parts.activities.sendNotices({
      flow: 'employeeRegistration',
      flowId: 'flow',
      runId: 'run',
      locale: 'it',
      supportReference: '38PHGP8HVB',
      notices: toSend,
    });
  const send = () => sendAll(notices);
  const sent = () => [...parts.texts.sent, ...parts.mails.sent].map(({ to }) => to);

  test('go out once each, and name a line by its last digits alone', async () => {
    await send();
    await send();
    expect(sent().sort()).toEqual(
      [line, mailbox, 'former@azienda.example', '+393331112233', 'legale@azienda.example'].sort(),
    );
    const aboutLine = [mailbox, 'former@azienda.example'];
    for (const mail of parts.mails.sent.filter(({ to }) => aboutLine.includes(to))) {
      expect(mail.text).toContain('0001');
      expect(mail.text).not.toContain(line.slice(1));
    }
    const keys = (await database.sendRecords.find().lean()).map(({ _id }) => _id);
    expect(keys).toContain('employeeRegistration/flow/accountClosed-mail-2/1@run');
  });

  test('go out in the language of the account, else in that of the request', async () => {
    const english = notices.map((notice): Notice => ({ ...notice, locale: 'en' }));
    await sendAll(english);
    expect(parts.mails.sent.map(({ language }) => language)).toEqual(['en', 'en', 'en']);
    const inEnglish = parts.texts.sent.map(({ text }) => text);
    await database.sendRecords.deleteMany({});
    await send();
    expect(parts.mails.sent.slice(3).map(({ language }) => language)).toEqual(['it', 'it', 'it']);
    expect(parts.texts.sent.filter(({ text }) => inEnglish.includes(text))).toHaveLength(2);
  });

  test('of a closed account go out in its language, also when its successor is made again', async () => {
    await database.accounts.updateOne({}, { $set: { locale: 'en' } });
    const close = () =>
      parts.activities.createEmployeeAccount({
        flowId: 'later',
        application: application(line, 'voice', 'later@azienda.example'),
        locale: 'it',
        addressKey: 'address',
        now: start + 1,
      });
    for (const creation of [await close(), await close()])
      expect(creation).toMatchObject({ notices: [{ wording: 'accountClosed', locale: 'en' }] });
  });

  test('that a provider refuses for good hold up no other', async () => {
    parts.texts.failFor(line, new MessageRefused('550'));
    await send();
    expect(sent()).toHaveLength(4);
  });

  test('that are delayed are tried again, and the others are not sent twice', async () => {
    parts.mails.failFor(mailbox, new MessageDelayed('451', false));
    await expect(send()).rejects.toMatchObject({ nonRetryable: false });
    expect(sent()).toHaveLength(4);
    parts.mails.recover();
    await send();
    expect(sent()).toHaveLength(5);
  });
});
