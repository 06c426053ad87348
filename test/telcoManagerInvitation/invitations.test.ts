import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/database/database';
import { day, seal, start, usernameKey } from '../support/codeActivities';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';
import { ManagerStage, otherVatNumber, otherVatNumbers, profile, vatNumber } from './support/managerStage';

let database: Database;
let stage: ManagerStage;
beforeAll(async () => {
  database = await openTestDatabase();
  stage = new ManagerStage(database);
});
afterAll(() => dropTestDatabase(database));
beforeEach(() => stage.reset());

const reserved = { outcome: 'reserved' };
const refused = (code: string) => ({ outcome: 'refused', refusal: { code } });
/** Ids of flows, each of which is its manager's username and mailbox too. */
const invitationsOf = (prefix: string, number: number) => {
  const flowIds = Array.from({ length: number }, (_, index) => `${prefix}${index + 1}`);
  const invite = (flowId: string) =>
    stage.reserve(flowId, { profile: { username: `User${flowId}`, email: `${flowId}@azienda.example` } });
  return [flowIds, invite] as const;
};
async function allInvited(number: number): Promise<void> {
  const [[first, ...others], invite] = invitationsOf('all', number);
  expect(await invite(first!)).toEqual(reserved);
  const manager = await database.telcoManagers.findById(first).lean();
  await database.telcoManagers.create(
    others.map((_id) => ({
      ...manager!,
      _id,
      username: `User${_id}`,
      heldBy: `telcoManagerInvitation/${_id}`,
    })),
  );
}
const managers = () => database.accounts.find({ kind: 'telcoManager' }).lean();

describe('inviting', () => {
  test('reserves a profile of the company, with what the User Admin wrote and who that was', async () => {
    expect(await stage.reserve('one')).toEqual(reserved);
    expect(await stage.account('one')).toMatchObject({
      ...profile,
      kind: 'telcoManager',
      status: 'reserved',
      vatNumber,
      emailVerified: false,
      heldBy: 'telcoManagerInvitation/one',
      invitedBy: 'admin',
    });
  });

  test('of 30 invitations with one username at once, one is reserved and the others learn that it is taken', async () => {
    const flowIds = Array.from({ length: 30 }, () => randomUUID().slice(0, 8));
    const companies = [vatNumber, ...otherVatNumbers];
    const answers = await Promise.all(
      flowIds.map((flowId, index) =>
        stage.reserve(flowId, { vatNumber: companies[index % companies.length]! }),
      ),
    );
    expect(answers.filter(({ outcome }) => outcome === 'reserved')).toHaveLength(1);
    expect(answers.filter(({ outcome }) => outcome === 'refused')).toEqual(
      Array.from({ length: 29 }, () => refused('USERNAME_TAKEN')),
    );
    expect(await managers()).toHaveLength(1);
  });

  test('any number of managers are invited (rule 15)', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `Manager${index}`);
    const answers = await Promise.all(
      names.map((username) =>
        stage.reserve(username, { profile: { username, email: `${username}@azienda.example` } }),
      ),
    );
    expect(answers).toEqual(names.map(() => reserved));
    expect(await managers()).toHaveLength(40);
  });

  test('of 12 at once in a company that may have two more, two are; the others say so, repeated too', async () => {
    const [flowIds, invite] = invitationsOf('m', 12);
    await allInvited(48);
    const answers = await Promise.all(flowIds.map(invite));
    expect(answers.filter(({ outcome }) => outcome === 'reserved')).toHaveLength(2);
    expect(answers.filter(({ outcome }) => outcome === 'refused')).toEqual(
      Array.from({ length: 10 }, () => refused('TOO_MANY_MANAGERS')),
    );
    expect(await Promise.all(flowIds.map(invite))).toEqual(answers);
    expect(await managers()).toHaveLength(50);
  });

  test('counts active and expired managers too; one who is deleted, or invited again, takes no place', async () => {
    await stage.active('one');
    await allInvited(49);
    await stage.activities.lapseInvitation({ flowId: 'all1', now: start });
    const [, invite] = invitationsOf('m', 2);
    expect(await invite('m1')).toEqual(refused('TOO_MANY_MANAGERS'));
    expect(await stage.replace('again', 'one')).toEqual(reserved);
    expect(
      await stage.reserve('other', { vatNumber: otherVatNumber, profile: { username: 'Other' } }),
    ).toEqual(reserved);
    await stage.delete('all2');
    expect(await invite('m2')).toEqual(reserved);
  });

  test('of a User Admin who is gone by then makes nothing', async () => {
    await database.userAdmins.deleteMany({});
    expect(await stage.reserve('one')).toEqual(refused('ACCOUNT_CHANGED'));
    expect(await managers()).toEqual([]);
  });

  test('a repeated reservation answers as the first time and is told to the trail once', async () => {
    await stage.reserve('one');
    expect(await stage.reserve('one')).toEqual(reserved);
    const events = await database.auditEvents.find({ event: 'telcoManagerInvited' }).lean();
    expect(events).toMatchObject([
      {
        actor: { role: 'userAdmin', accountId: 'admin' },
        subject: '•••••••lco',
        subjectKey: usernameKey(profile.username),
        detail: 'new',
        reference: '0000000000',
      },
    ]);
  });

  test('of a manager who was deleted before the reservation was heard of brings nobody back, nor counts a mail', async () => {
    await stage.reserve('one');
    await stage.delete('one');
    const counted = await database.limits.find().lean();
    expect(await stage.reserve('one')).toEqual(refused('STEP_OUT_OF_ORDER'));
    expect(await managers()).toEqual([]);
    expect(await database.limits.find().lean()).toEqual(counted);
    expect(await stage.reserve('two')).toEqual(reserved);
    expect(await stage.reserve('one')).toEqual(refused('STEP_OUT_OF_ORDER'));
  });

  test('usernames differ by case, and a User Admin has no claim on one that is taken', async () => {
    await stage.reserve('one');
    const email = 'another@azienda.example';
    expect(await stage.reserve('two', { profile: { username: 'mariotelco', email } })).toEqual(reserved);
    expect(await stage.reserve('three', { profile: { username: 'AdminEsempio', email } })).toEqual(
      refused('USERNAME_TAKEN'),
    );
  });

  test('past its mails of the day a mailbox gets no further one, and nobody is reserved for it', async () => {
    const invite = (number: number, company = vatNumber) =>
      stage.reserve(`flow${number}`, { vatNumber: company, profile: { username: `Manager${number}` } });
    for (let number = 1; number <= 8; number += 1) expect(await invite(number)).toEqual(reserved);
    expect(await invite(9)).toMatchObject(refused('MESSAGE_BUDGET_SPENT'));
    expect(await stage.account('flow9')).toBeNull();
    expect(await invite(9)).toMatchObject(refused('MESSAGE_BUDGET_SPENT'));
    expect(await invite(10, otherVatNumber)).toEqual(reserved);
    const resend = { flowId: 'flow1', number: 2, now: start };
    expect(await stage.activities.takeInvitationMail(resend)).toMatchObject({ code: 'MESSAGE_BUDGET_SPENT' });
    expect(await stage.activities.takeInvitationMail({ ...resend, now: start + day })).toBeNull();
  });

  test('the mail goes to the mailbox, with company, username and a link of this flow, once', async () => {
    await stage.reserve('0123456789012345678901');
    await stage.sendMail('0123456789012345678901');
    await stage.sendMail('0123456789012345678901');
    expect(stage.mails).toHaveLength(1);
    const [mail] = stage.mails;
    expect(mail).toMatchObject({ to: profile.email, language: 'it' });
    const token = /activation#([\w-]{65})/.exec(mail!.text)![1]!;
    expect(stage.links.verify(token)).toEqual({
      flow: 'telcoManagerInvitation',
      flowId: '0123456789012345678901',
    });
    for (const told of ['Officine Esempio', 'Mario', profile.username]) expect(mail!.text).toContain(told);
  });

  test('a company that the records do not name any more invites under its VAT number', async () => {
    await stage.reserve('one');
    await database.companies.deleteMany({});
    await stage.sendMail('one');
    expect(stage.mails[0]!.text).toContain(vatNumber);
  });
});

describe('usernames that are taken', () => {
  const taken = (flowId: string, asked: Parameters<ManagerStage['reserve']>[1] = {}) =>
    stage.reserve(flowId, { ...asked, profile: { username: 'AdminEsempio' } });
  const free = (flowId: string, now = start) =>
    stage.reserve(flowId, { now, profile: { username: flowId, email: `${flowId}@azienda.example` } });
  const spent = {
    outcome: 'refused',
    refusal: { code: 'TOO_MANY_TAKEN_USERNAMES', retryAfterSeconds: day / 1_000 },
  };

  test('are told to a company ten times a day, of 30 at once too; then a free one is refused alike', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => taken(`probe${index}`)));
    expect(answers.filter(({ outcome }) => outcome === 'reserved')).toEqual([]);
    for (const [answer, times] of [
      [refused('USERNAME_TAKEN'), 10],
      [spent, 20],
    ] as const)
      expect(answers.filter((given) => JSON.stringify(given) === JSON.stringify(answer))).toHaveLength(times);
    expect(await free('Free')).toEqual(spent);
    expect(await managers()).toEqual([]);
    expect(await free('Later', start + day)).toEqual(reserved);
  });

  test('keep nobody from another company, nor from who is there already', async () => {
    await stage.active('one');
    for (let probe = 0; probe < 10; probe += 1)
      expect(await taken(`probe${probe}`)).toEqual(refused('USERNAME_TAKEN'));
    expect(await taken('other', { vatNumber: otherVatNumber })).toEqual(refused('USERNAME_TAKEN'));
    expect(await stage.replace('again', 'one')).toEqual(reserved);
  });

  test('cost a User Admin nothing who invites rightly, nor one who is nine times unlucky', async () => {
    for (let lucky = 0; lucky < 15; lucky += 1) expect(await free(`Lucky${lucky}`)).toEqual(reserved);
    for (let probe = 0; probe < 9; probe += 1) await taken(`probe${probe}`);
    expect(await free('Tenth')).toEqual(reserved);
    expect(await taken('probe9')).toEqual(refused('USERNAME_TAKEN'));
    expect(await taken('probe10')).toEqual(spent);
  });
});

describe('the first password', () => {
  test('makes the profile active; the manager and the User Admin are told, each in the own language', async () => {
    await stage.reserve('one');
    await stage.claim('one');
    const activation = await stage.activate('one');
    expect(activation).toMatchObject({
      outcome: 'set',
      notices: [
        { wording: 'telcoManagerActive', locale: 'it' },
        { wording: 'invitationUsed', locale: 'en' },
      ],
    });
    expect(await stage.account('one')).toMatchObject({
      status: 'active',
      emailVerified: true,
      passwordHash: 'hash of claim',
    });
    const about = { flow: 'telcoManagerInvitation', flowId: 'one', runId: 'run', locale: 'it' } as const;
    const { notices } = activation as Extract<typeof activation, { outcome: 'set' }>;
    await stage.activities.sendNotices({ ...about, supportReference: '0', notices });
    expect(stage.mails.map(({ to, language }) => `${to} ${language}`).sort()).toEqual([
      'admin@azienda.example en',
      `${profile.email} it`,
    ]);
  });

  test('repeated after a success that was not heard of, answers the same and is told to the trail once', async () => {
    await stage.active('one');
    expect(await stage.activate('one')).toMatchObject({ outcome: 'set' });
    expect(await database.passwordClaims.countDocuments()).toBe(0);
    expect(await database.auditEvents.countDocuments({ event: 'accountActivated' })).toBe(1);
  });

  test('for a flow that does not hold the profile changes nothing', async () => {
    await stage.reserve('one');
    await stage.claim('other');
    expect(await stage.activate('other')).toEqual({ outcome: 'accountLost' });
    expect(await stage.activate('one')).toEqual({ outcome: 'claimLost' });
    expect(await stage.account('one')).toMatchObject({ status: 'reserved' });
  });

  test('a recovery of a manager is told to ask the User Admin, and of one who is invited again like of nobody (rule 26)', async () => {
    await stage.active('one');
    const find = () =>
      stage.activities.findAccount({
        flowId: randomUUID(),
        username: seal(profile.username),
        usernameKey: usernameKey(profile.username),
        apparentChannel: 'sms',
        addressKey: randomUUID(),
        now: start,
      });
    expect(await find()).toMatchObject({ finding: 'managerAsksUserAdmin', route: { provable: false } });
    await stage.replace('again', 'one');
    expect(await find()).toMatchObject({ finding: 'unknown', route: { provable: false } });
  });
});
