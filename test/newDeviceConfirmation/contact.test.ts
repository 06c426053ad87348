import type { Database } from '../../src/database/database';
import { sweepMarginMs } from '../../src/database/documents';
import { sealComparedAccount } from '../../src/security/sealing';
import { accountOf } from '../support/accounts';
import {
  application,
  addLine,
  createCodeParts,
  day,
  eligibleVatNumber,
  opened,
  questionsOf,
  resetRecords,
  seal,
  start,
  type CodeParts,
} from '../support/codeActivities';
import { testSettings } from '../support/settings';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

const line = '+393330000001';
const dataOnly = '+393330000005';
const mailbox = 'io@azienda.example';

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
  const admin = { heldBy: 'admin', vatNumber: eligibleVatNumber, email: 'legale@azienda.example' };
  await database.accounts.create(
    accountOf('userAdmin', { ...admin, _id: 'admin', username: 'MariaRossi', sessionEpoch: 2 }),
    accountOf('telcoManager', { ...admin, _id: 'manager', username: 'Manager', heldBy: 'manager' }),
  );
});

const sealed = (accountId: string, sessionEpoch = 0) =>
  sealComparedAccount(parts.dependencies.serviceKeys, { accountId, sessionEpoch });

const idOf = async (username: string) => (await database.accounts.findOne({ username }).lean())?._id ?? '';

const find = (name: string, account: string, flowId = 'flow', now = start) => {
  const apparentChannel = name.startsWith('+') ? 'sms' : 'mail';
  return parts.activities.findContact({ flowId, username: seal(name), account, apparentChannel, now });
};

/** Where the code goes, in short. */
async function told(name: string, account: string): Promise<string> {
  const { recipient, provable } = await find(name, account);
  return `${opened(recipient)?.channel} ${opened(recipient)?.address} ${provable}`;
}

describe('the code beside a right password', () => {
  test('goes the way that the account was registered by, or to the proven mailbox of an administrator', async () => {
    expect(await told(line, sealed(await idOf(line)))).toBe(`sms ${line} true`);
    expect(await told(dataOnly, sealed(await idOf(dataOnly)))).toBe(`mail ${mailbox} true`);
    expect(await told('MariaRossi', sealed('admin', 2))).toBe('mail legale@azienda.example true');
    expect(await told('Manager', sealed('manager'))).toBe('mail legale@azienda.example true');
  });

  test.each([
    ['that was wrong', 'MariaRossi', () => sealed('does-not-exist')],
    ['that is another by now', 'MariaRossi', () => sealed('admin', 1)],
    ['of a name that is unknown', 'Sconosciuta1', () => sealed('does-not-exist')],
  ])('goes to nobody beside a password %s', async (_name, name, account) => {
    expect(await told(name, account())).toBe('undefined undefined false');
  });

  test('goes to nobody who lost the line, nor to a mailbox that nobody proved', async () => {
    await database.lines.updateOne({ _id: line }, { $set: { status: 'ceased' } });
    expect(await told(line, sealed(await idOf(line)))).toBe('undefined undefined false');
    await database.accounts.updateOne({ _id: 'admin' }, { $set: { emailVerified: false } });
    expect(await told('MariaRossi', sealed('admin', 2))).toBe('undefined undefined false');
  });

  test.each([
    ['an employee', line, async () => sealed(await idOf(line))],
    ['an administrator', 'MariaRossi', () => sealed('admin', 2)],
  ])('of %s is looked up by the same questions as nobody', async (_name, name, account) => {
    const right = await account();
    const asked = await questionsOf(database, () => find(name, right, 'right'));
    expect(await questionsOf(database, () => find(name, sealed('does-not-exist'), 'wrong'))).toEqual(asked);
  });

  test('goes out for five unconfirmed sign-ins a day; then the owner sees what everybody else sees', async () => {
    const account = sealed('admin', 2);
    const provable = async (flowId: string, now = start) =>
      (await find('MariaRossi', account, flowId, now)).provable;
    for (let flow = 1; flow <= 5; flow += 1) expect(await provable(`flow ${flow}`)).toBe(true);
    expect(await provable('flow 1')).toBe(true);
    expect(await find('MariaRossi', account, 'flow 6')).toEqual({
      ...(await find('MariaRossi', sealed('does-not-exist'), 'flow 6')),
    });
    expect(await provable('flow 7', start + day)).toBe(true);
  });

  test('is never kept back by wrong passwords of others', async () => {
    for (let flow = 1; flow <= 20; flow += 1)
      await find('MariaRossi', sealed(`nobody ${flow}`), `flow ${flow}`);
    expect((await find('MariaRossi', sealed('admin', 2), 'own')).provable).toBe(true);
  });
});

describe('a right code', () => {
  const note = (account: string, address: string, flowId = 'flow') =>
    parts.activities.noteConfirmedSignIn({
      flowId,
      account,
      addressKey: 'address',
      workflowId: `newDeviceConfirmation/${flowId}`,
      address: seal(address),
      now: start,
    });

  test('is noted once for the edge, and makes room for another', async () => {
    const account = sealed('admin', 2);
    for (let flow = 1; flow <= 5; flow += 1) await find('MariaRossi', account, `flow ${flow}`);
    expect(await note(account, 'legale@azienda.example', 'flow 5')).toBe(true);
    await database.confirmedSignIns.updateOne({}, { $set: { openedAt: new Date(start) } });
    expect(await note(account, 'legale@azienda.example', 'flow 5')).toBe(true);
    // A sweep whose clock is ahead takes nothing that still counts.
    const expiresAt = new Date(start + testSettings().config.figures.confirmedSignInLifeMs + sweepMarginMs);
    expect(await database.confirmedSignIns.find().lean()).toMatchObject([
      { accountId: 'admin', epoch: 2, askedFrom: 'address', openedAt: new Date(start), expiresAt },
    ]);
    expect((await find('MariaRossi', account, 'flow 6')).provable).toBe(true);
  });

  test.each([
    ['a mailbox that is another by now', () => note(sealed('admin', 2), 'vecchia@azienda.example')],
    ['another password by now', () => note(sealed('admin', 1), 'legale@azienda.example')],
    ['an account that is gone', () => note(sealed('gone'), 'legale@azienda.example')],
  ])('confirms nothing with %s', async (_name, noted) => {
    expect(await noted()).toBe(false);
    expect(await database.confirmedSignIns.countDocuments()).toBe(0);
  });
});
