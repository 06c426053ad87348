import type { Database } from '../../src/database/database';
import { day, start } from '../support/codeActivities';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';
import { ManagerStage, otherVatNumber, otherVatNumbers, profile } from './support/managerStage';

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

describe('inviting an active manager anew', () => {
  test('ends password and sessions in one write and keeps the username', async () => {
    await stage.active('one');
    const token = await stage.signIn('one');
    expect(await stage.opens(token)).toBe(true);
    expect(await stage.replace('again', 'one')).toEqual(reserved);
    expect(await stage.opens(token)).toBe(false);
    const account = await stage.account('one');
    expect(account).toMatchObject({ status: 'reserved', username: profile.username, emailVerified: false });
    for (const gone of ['passwordHash', 'passwordSetBy', 'activatedAt'])
      expect(account).not.toHaveProperty(gone);
    expect(await database.sessions.countDocuments({ accountId: 'one' })).toBe(0);
  });

  test('a session of before stays void once the manager is active again', async () => {
    await stage.active('one');
    const token = await stage.signIn('one');
    const [session] = await database.sessions.find().lean();
    await stage.replace('again', 'one');
    await stage.claim('again');
    await stage.activate('again');
    await database.sessions.create(session!);
    expect(await stage.opens(token)).toBe(false);
    expect(await stage.opens(await stage.signIn('one'))).toBe(true);
  });

  test('the username is at no moment free for somebody else', async () => {
    await stage.active('one');
    const others = Array.from({ length: 20 }, (_, index) =>
      stage.reserve(`other${index}`, { vatNumber: otherVatNumbers[index % 2]! }),
    );
    const [again, ...answers] = await Promise.all([stage.replace('again', 'one'), ...others]);
    expect(again).toEqual(reserved);
    expect(answers).toEqual(others.map(() => refused('USERNAME_TAKEN')));
    expect(await managers()).toHaveLength(1);
  });

  test('of five at once one does; the others are out of order, and cost the mailbox no mail', async () => {
    await stage.active('one');
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, index) => stage.replace(`again${index}`, 'one')),
    );
    expect(answers.filter(({ outcome }) => outcome === 'reserved')).toHaveLength(1);
    expect(answers.filter(({ outcome }) => outcome === 'refused')).toEqual(
      Array.from({ length: 4 }, () => refused('STEP_OUT_OF_ORDER')),
    );
    const kept = await database.limits.find({ uses: { $exists: true } }).lean();
    expect(kept.map(({ uses }) => uses?.length)).toEqual([2]);
  });

  test('repeated, it answers the same, and takes nothing from the flow that came after it', async () => {
    await stage.active('one');
    await stage.replace('second', 'one');
    expect(await stage.replace('second', 'one')).toEqual(reserved);
    await stage.replace('third', 'second', 'one');
    expect(await stage.replace('second', 'one')).toEqual(refused('STEP_OUT_OF_ORDER'));
    expect(await stage.account('one')).toMatchObject({ heldBy: 'telcoManagerInvitation/third' });
  });

  test('where its mail may not go out, the manager stays active', async () => {
    await stage.active('one');
    const token = await stage.signIn('one');
    const uses = Array.from({ length: 10 }, (_, mail) => ({ id: `other/${mail}`, at: start, from: 'other' }));
    await database.limits.updateMany({ _id: /^invitation mail:/ }, { $set: { uses } });
    expect(await stage.replace('again', 'one')).toMatchObject(refused('MESSAGE_BUDGET_SPENT'));
    expect(await stage.opens(token)).toBe(true);
  });

  test('a manager of another company is not there', async () => {
    await stage.active('one');
    const foreign = { replaces: 'telcoManagerInvitation/one', managerId: 'one', vatNumber: otherVatNumber };
    expect(await stage.reserve('again', foreign)).toEqual(refused('STEP_OUT_OF_ORDER'));
    expect(await stage.account('one')).toMatchObject({ status: 'active' });
  });

  test('one whose invitation is over is invited anew, by the mailbox that the profile names', async () => {
    await stage.reserve('one');
    await stage.activities.lapseInvitation({ flowId: 'one', now: start + 3 * day });
    expect(await stage.account('one')).toMatchObject({ invitationEndedAt: new Date(start + 3 * day) });
    expect(await stage.replace('again', 'one')).toEqual(reserved);
    expect(await stage.account('one')).not.toHaveProperty('invitationEndedAt');
    await expect(stage.sendMail('one')).rejects.toMatchObject({ nonRetryable: true });
    await stage.sendMail('again');
    expect(stage.mails.map(({ to }) => to)).toEqual([profile.email]);
  });
});

describe('deleting', () => {
  test('at any point frees the username, and what was held is held no more', async () => {
    await stage.reserve('one');
    await stage.claim('one');
    await stage.delete('one');
    expect(await managers()).toHaveLength(0);
    expect(await stage.activities.proveInvitedMailbox({ flowId: 'one', provenUntil: start + 1 })).toBe(false);
    expect(await stage.activities.takeInvitationMail({ flowId: 'one', number: 2, now: start })).toEqual({
      code: 'LINK_VOID',
    });
    await expect(stage.sendMail('one')).rejects.toMatchObject({ nonRetryable: true });
    expect(await stage.replace('again', 'one')).toEqual(refused('STEP_OUT_OF_ORDER'));
    expect(await stage.reserve('next', { vatNumber: otherVatNumber })).toEqual(reserved);
  });

  const apart = (flowId: string) => ({
    profile: { username: `Mario${flowId}`, email: `${flowId}@azienda.example` },
  });
  const flowIds = Array.from({ length: 15 }, (_, index) => `flow${index}`);

  test('while the password is being set leaves no account, in either order', async () => {
    await Promise.all(flowIds.map((flowId) => stage.reserve(flowId, apart(flowId))));
    await Promise.all(flowIds.map((flowId) => stage.claim(flowId)));
    await Promise.all(flowIds.flatMap((flowId) => [stage.activate(flowId), stage.delete(flowId)]));
    expect(await managers()).toEqual([]);
    for (const flowId of flowIds) expect(await stage.activate(flowId)).not.toMatchObject({ outcome: 'set' });
  });

  test('while the manager is invited anew leaves no account', async () => {
    await Promise.all(flowIds.map((flowId) => stage.active(flowId, apart(flowId))));
    await Promise.all(
      flowIds.flatMap((flowId) => [stage.replace(`${flowId}again`, flowId), stage.delete(flowId)]),
    );
    expect(await managers()).toEqual([]);
  });

  test('ten times at once deletes once, tells the trail once, and ends the sessions', async () => {
    await stage.active('one');
    const token = await stage.signIn('one');
    await Promise.all(Array.from({ length: 10 }, () => stage.delete('one')));
    expect(await managers()).toHaveLength(0);
    expect(await stage.opens(token)).toBe(false);
    expect(await database.auditEvents.countDocuments({ event: 'accountClosed' })).toBe(1);
  });
});
