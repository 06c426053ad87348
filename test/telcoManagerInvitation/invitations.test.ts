import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/database/database';
import { day, seal, start, usernameKey } from '../support/codeActivities';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';
import { ManagerStage, otherVatNumber, profile, vatNumber } from './support/managerStage';

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
    const answers = await Promise.all(
      flowIds.map((flowId, index) =>
        stage.reserve(flowId, { vatNumber: index % 2 ? vatNumber : otherVatNumber }),
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
    const counted = await database.budgetUses.find().lean();
    expect(await stage.reserve('one')).toEqual(refused('STEP_OUT_OF_ORDER'));
    expect(await managers()).toEqual([]);
    expect(await database.budgetUses.find().lean()).toEqual(counted);
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
