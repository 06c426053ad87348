import type { Account } from '../../src/database/accounts';
import type { Database } from '../../src/database/database';
import type { ContactVerdict } from '../../workflows/contracts/contactChange';
import type { Notice } from '../../workflows/contracts/notices';
import {
  createCodeParts,
  day,
  eligibleVatNumber,
  lineKey,
  mailboxKey,
  opened,
  resetRecords,
  seal,
  start,
  type CodeParts,
} from '../support/codeActivities';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

const line = '+393330000001';
const oldMailbox = 'vecchio@azienda.example';
const newMailbox = 'nuovo@azienda.example';
const oldMobile = '+393331112222';
const newMobile = '+393331113333';

let database: Database;
let parts: CodeParts;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(async () => {
  await resetRecords(database);
  await database.accounts.create([
    { ...account, _id: 'employee', kind: 'employee', username: line },
    {
      ...account,
      _id: 'administrator',
      kind: 'userAdmin',
      username: 'ChiaraEsempio',
      customerCode: 'C1',
      mobile: oldMobile,
    },
  ]);
  await database.lineAssociations.create({
    _id: line,
    accountId: 'employee',
    slot: 0,
    vatNumber: eligibleVatNumber,
    associatedBy: 'earlier',
    associatedAt: new Date(start),
    simKind: 'voice',
    lineActivatedOn: '2024-01-01',
  });
  parts = createCodeParts(database);
});

const account: Omit<Account, '_id' | 'kind' | 'username'> = {
  vatNumber: eligibleVatNumber,
  status: 'active',
  heldBy: 'none',
  email: oldMailbox,
  emailVerified: true,
  sessionEpoch: 2,
  locale: 'it',
  reservedAt: new Date(start),
};

interface Wish {
  readonly by?: 'employee' | 'administrator' | 'nobody';
  readonly to?: string;
  readonly now?: number;
  readonly addressKey?: string;
}

function requestOf(
  flowId: string,
  { by = 'employee', to = newMailbox, now = start, addressKey = 'address' }: Wish = {},
) {
  const owner = { accountId: by, sessionEpoch: 2 };
  const contact = to.startsWith('+')
    ? ({ channel: 'sms', address: seal(to), key: lineKey(to) } as const)
    : ({ channel: 'mail', address: seal(to), key: mailboxKey(to) } as const);
  return { flowId, owner, contact, addressKey, now, supportReference: '38PHGP8HVB' };
}

async function check(wish: Wish = {}, flowId = 'flow') {
  return shown(await parts.activities.checkContact(requestOf(flowId, wish)));
}

function shown(verdict: ContactVerdict): string {
  if (verdict.outcome === 'refused') return verdict.refusal.code;
  const { face, recipient, provable } = verdict.route;
  const { wording, address } = opened(recipient) ?? {};
  return `${face}, ${wording} to ${address}, ${provable ? 'provable' : 'decoy'}`;
}

/** What the workflow does once the code was right. */
async function prove(flowId: string, wish: Wish = {}): Promise<string[]> {
  const request = requestOf(flowId, wish);
  for (;;) {
    const { notices, ...former } = await parts.activities.formerContact(request);
    const { outcome, ...refused } = await parts.activities.changeContact({ ...request, ...former });
    if (outcome === 'refused') return [JSON.stringify(refused)];
    if (outcome === 'changed') return notices.map(told);
  }
}

function told({ wording, channel, address }: Notice): string {
  return `${wording} by ${channel} to ${opened({ channel, address, wording: 'contactCode' })?.address}`;
}

const contactsOf = async (_id: string) => {
  const { email, emailVerified, mobile } = (await database.accounts.findById(_id).lean<Account>()) ?? {};
  return { email, emailVerified, mobile };
};
const accountChanged = ['{"refusal":{"code":"ACCOUNT_CHANGED"}}'];

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
    expect(await contactsOf('employee')).toMatchObject({ email: newMailbox });
    expect(await contactsOf('administrator')).toMatchObject({ email: newMailbox });
  });

  test('is refused for another password, and counts messages for themselves: two flows of an address to a number', async () => {
    const mobile = { by: 'administrator', to: newMobile } as const;
    for (const flowId of ['one', 'one', 'two']) expect(await check(mobile, flowId)).toContain('provable');
    expect(await check(mobile, 'three')).toBe('MESSAGE_BUDGET_SPENT');
    expect(await check({ ...mobile, addressKey: 'elsewhere' }, 'four')).toContain('provable');
    expect(await check({ ...mobile, now: start + day }, 'five')).toContain('provable');
    const uses = await database.budgetUses.find().lean();
    expect(uses.filter(({ _id }) => !_id.includes('contactChange.'))).toEqual([]);
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
    expect(await contactsOf('employee')).toEqual({
      email: newMailbox,
      emailVerified: true,
      mobile: undefined,
    });
    expect(await contactsOf('administrator')).toMatchObject({ email: oldMailbox });
    expect(await database.auditEvents.find().lean()).toMatchObject([
      { event: 'contactChanged', actor: { accountId: 'employee' }, detail: 'email', reference: '38PHGP8HVB' },
    ]);
  });

  test('that is a mobile leaves the mailbox; old mobile and mailbox are told', async () => {
    expect(await prove('flow', { by: 'administrator', to: newMobile })).toEqual([
      `contactChanged by sms to ${oldMobile}`,
      `contactChanged by mail to ${oldMailbox}`,
    ]);
    expect(await contactsOf('administrator')).toEqual({
      email: oldMailbox,
      emailVerified: true,
      mobile: newMobile,
    });
  });

  test('of an account that had none is kept, and a line that is somebody else’s by now is not told', async () => {
    await database.accounts.updateOne({ _id: 'employee' }, { $unset: { email: 1 } });
    await database.lines.updateOne({ _id: line }, { $set: { activatedOn: '2029-12-01' } });
    expect(await prove('flow')).toEqual([]);
    expect(await contactsOf('employee')).toMatchObject({ email: newMailbox });
  });

  test('that is the same mailbox verifies it, and nobody is told', async () => {
    await database.accounts.updateOne({ _id: 'employee' }, { $set: { emailVerified: false } });
    expect(await prove('flow', { to: oldMailbox })).toEqual([]);
    expect(await contactsOf('employee')).toMatchObject({ email: oldMailbox, emailVerified: true });
  });

  test('made again by a retry answers as the first time, even past a new password, and is audited once', async () => {
    const request = requestOf('flow');
    const { notices: _, ...former } = await parts.activities.formerContact(request);
    const change = () => parts.activities.changeContact({ ...request, ...former });
    expect(await change()).toEqual({ outcome: 'changed' });
    await database.accounts.updateOne({ _id: 'employee' }, { $inc: { sessionEpoch: 1 } });
    expect(await change()).toEqual({ outcome: 'changed' });
    expect(await database.auditEvents.countDocuments()).toBe(1);
  });

  test('of an earlier proof, made again, leaves the later one as it is', async () => {
    await prove('earlier', { now: start });
    await prove('later', { now: start + 1, to: 'terzo@azienda.example' });
    await prove('earlier', { now: start });
    expect(await contactsOf('employee')).toMatchObject({ email: 'terzo@azienda.example' });
  });

  test('is not written where the contact is another one than was looked up', async () => {
    const request = requestOf('flow');
    const stale = { ...request, former: seal('anderer@azienda.example') };
    expect(await parts.activities.changeContact(stale)).toEqual({ outcome: 'otherFormer' });
    expect(await contactsOf('employee')).toMatchObject({ email: oldMailbox });
  });

  test('is refused where the password is another one, the account is only reserved, or gone', async () => {
    expect(await prove('flow', { by: 'nobody' })).toEqual(accountChanged);
    await database.accounts.updateOne({ _id: 'employee' }, { $inc: { sessionEpoch: 1 } });
    expect(await prove('flow')).toEqual(accountChanged);
    await database.accounts.updateOne({ _id: 'administrator' }, { $set: { status: 'reserved' } });
    expect(await prove('flow', { by: 'administrator', to: newMobile })).toEqual(accountChanged);
    expect(await contactsOf('employee')).toMatchObject({ email: oldMailbox });
    expect(await database.auditEvents.countDocuments()).toBe(0);
  });

  test('of twenty at one moment the latest stays, and the old mailbox is told', async () => {
    const mailboxes = Array.from({ length: 20 }, (_, index) => `nuovo${index}@azienda.example`);
    const notices = await Promise.all(mailboxes.map((to, index) => prove(to, { to, now: start + index })));
    expect(await contactsOf('employee')).toMatchObject({ email: mailboxes[19] });
    expect(notices.flat()).toContain(`contactChanged by mail to ${oldMailbox}`);
  });
});
