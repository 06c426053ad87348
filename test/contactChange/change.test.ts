import type { Database } from '../../src/database/database';
import { day, seal, start } from '../support/codeActivities';
import { ContactStage, line, newMailbox, newMobile, oldMailbox, oldMobile } from './support/contactStage';

let stage: ContactStage;
let database: Database;
beforeAll(async () => {
  stage = await ContactStage.open();
  ({ database } = stage);
});
afterAll(() => stage.close());
beforeEach(() => stage.reset());

const check: ContactStage['check'] = (...wish) => stage.check(...wish);
const prove: ContactStage['prove'] = (...wish) => stage.prove(...wish);

describe('the check of a contact', () => {
  test.each([
    [{}, `mail, contactCode to ${newMailbox}, provable`],
    [{ by: 'administrator', to: newMobile }, `sms, contactCode to ${newMobile}, provable`],
    [{ to: oldMailbox }, 'CONTACT_UNCHANGED'],
    [{ by: 'administrator', to: oldMobile }, 'CONTACT_UNCHANGED'],
    [{ by: 'nobody' }, 'ACCOUNT_CHANGED'],
  ] as const)('%j: %s', async (wish, expected) => {
    expect(await check(wish)).toBe(expected);
  });

  test('takes a mailbox again that received no code yet, so that its owner may have it verified', async () => {
    await database.accounts.updateOne({ _id: 'employee' }, { $set: { emailVerified: false } });
    expect(await check({ to: oldMailbox })).toContain('provable');
  });

  test("says nothing of a mailbox that is another account's, and lets both have it", async () => {
    await database.accounts.updateOne({ _id: 'administrator' }, { $set: { email: newMailbox } });
    expect(await check()).toContain('provable');
    await prove('flow');
    expect(await stage.contactsOf('employee')).toMatchObject({ email: newMailbox });
    expect(await stage.contactsOf('administrator')).toMatchObject({ email: newMailbox });
  });

  test('is refused for another password, and counts messages for themselves: two flows of an address to a number', async () => {
    const mobile = { by: 'administrator', to: newMobile } as const;
    for (const flowId of ['one', 'one', 'two']) expect(await check(mobile, flowId)).toContain('provable');
    expect(await check(mobile, 'three')).toBe('MESSAGE_BUDGET_SPENT');
    expect(await check({ ...mobile, addressKey: 'elsewhere' }, 'four')).toContain('provable');
    expect(await check({ ...mobile, now: start + day }, 'five')).toContain('provable');
    const kept = await database.limits.find().lean();
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.filter(({ _id }) => !_id.includes('contactChange.'))).toEqual([]);
    await database.accounts.updateOne({ _id: 'employee' }, { $inc: { sessionEpoch: 1 } });
    expect(await check()).toBe('ACCOUNT_CHANGED');
  });
});

describe('a proven contact', () => {
  test("of an employee takes the old one's place, verified; old mailbox and line are told", async () => {
    await database.accounts.updateOne({ _id: 'employee' }, { $set: { emailVerified: false } });
    expect(await prove('flow')).toEqual([
      `contactChanged by sms to ${line}`,
      `contactChanged by mail to ${oldMailbox}`,
    ]);
    expect(await stage.contactsOf('employee')).toEqual({
      email: newMailbox,
      emailVerified: true,
      mobile: undefined,
    });
    expect(await stage.contactsOf('administrator')).toMatchObject({ email: oldMailbox });
    expect(await database.auditEvents.find().lean()).toMatchObject([
      { event: 'contactChanged', actor: { accountId: 'employee' }, detail: 'email', reference: '38PHGP8HVB' },
    ]);
  });

  test('closes the account to a recovery that the old one proved', async () => {
    await database.accounts.updateOne(
      { _id: 'employee' },
      { $set: { passwordOpenTo: 'passwordRecovery/one' } },
    );
    await prove('flow');
    expect(await database.accounts.findById('employee').lean()).not.toHaveProperty('passwordOpenTo');
  });

  test('that is a mobile leaves the mailbox; old mobile and mailbox are told', async () => {
    expect(await prove('flow', { by: 'administrator', to: newMobile })).toEqual([
      `contactChanged by sms to ${oldMobile}`,
      `contactChanged by mail to ${oldMailbox}`,
    ]);
    expect(await stage.contactsOf('administrator')).toEqual({
      email: oldMailbox,
      emailVerified: true,
      mobile: newMobile,
    });
  });

  test('of an account that had none is kept, and a line that is somebody else’s by now is not told', async () => {
    await database.accounts.updateOne({ _id: 'employee' }, { $unset: { email: 1 } });
    await database.lines.updateOne({ _id: line }, { $set: { activatedOn: '2029-12-01' } });
    expect(await prove('flow')).toEqual([]);
    expect(await stage.contactsOf('employee')).toMatchObject({ email: newMailbox });
  });

  test('that is the same mailbox verifies it, and nobody is told', async () => {
    await database.accounts.updateOne({ _id: 'employee' }, { $set: { emailVerified: false } });
    expect(await prove('flow', { to: oldMailbox })).toEqual([]);
    expect(await stage.contactsOf('employee')).toMatchObject({ email: oldMailbox, emailVerified: true });
  });

  test('made again by a retry answers as the first time, even past a new password, and is audited once', async () => {
    const request = stage.requestOf('flow');
    const { former = '' } = await stage.parts.activities.formerContact(request);
    const change = () => stage.parts.activities.changeContact({ ...request, former });
    expect(await change()).toEqual({ outcome: 'changed' });
    await database.accounts.updateOne({ _id: 'employee' }, { $inc: { sessionEpoch: 1 } });
    expect(await change()).toEqual({ outcome: 'changed' });
    expect(await database.auditEvents.countDocuments()).toBe(1);
  });

  test('of an earlier proof, made again, leaves the later one as it is', async () => {
    await prove('earlier', { now: start });
    await prove('later', { now: start + 1, to: 'terzo@azienda.example' });
    await prove('earlier', { now: start });
    expect(await stage.contactsOf('employee')).toMatchObject({ email: 'terzo@azienda.example' });
  });

  test('is not written where the contact is another one than was looked up', async () => {
    const request = stage.requestOf('flow');
    const stale = { ...request, former: seal('anderer@azienda.example') };
    expect(await stage.parts.activities.changeContact(stale)).toEqual({ outcome: 'otherFormer' });
    expect(await stage.contactsOf('employee')).toMatchObject({ email: oldMailbox });
  });

  test('is refused where the password is another one, the account is only reserved, or gone', async () => {
    expect(await prove('flow', { by: 'nobody' })).toEqual(['ACCOUNT_CHANGED']);
    await database.accounts.updateOne({ _id: 'employee' }, { $inc: { sessionEpoch: 1 } });
    expect(await prove('flow')).toEqual(['ACCOUNT_CHANGED']);
    await database.accounts.updateOne({ _id: 'administrator' }, { $set: { status: 'reserved' } });
    expect(await prove('flow', { by: 'administrator', to: newMobile })).toEqual(['ACCOUNT_CHANGED']);
    expect(await stage.contactsOf('employee')).toMatchObject({ email: oldMailbox });
    expect(await database.auditEvents.countDocuments()).toBe(0);
  });

  test('of twenty at one moment the latest stays, and the old mailbox is told', async () => {
    const mailboxes = Array.from({ length: 20 }, (_, index) => `nuovo${index}@azienda.example`);
    const notices = await Promise.all(mailboxes.map((to, index) => prove(to, { to, now: start + index })));
    expect(await stage.contactsOf('employee')).toMatchObject({ email: mailboxes[19] });
    expect(notices.flat()).toContain(`contactChanged by mail to ${oldMailbox}`);
  });
});
