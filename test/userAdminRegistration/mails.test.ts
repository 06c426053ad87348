import { ApplicationFailure } from '@temporalio/activity';
import type { Database } from '../../src/database/database';
import { MessageDelayed, MessageRefused } from '../../src/messaging/channel';
import { messageRefused } from '../../workflows/contracts/flow';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';
import { contract, createActivityParts, mailboxKey, sealed, sealedContacts } from './support/activityParts';

describe('the mails of a registration', () => {
  let database: Database;
  let parts: ReturnType<typeof createActivityParts>;

  const request = {
    flowId: 'AAAAAAAAAAAAAAAAAAAAAA',
    application: sealed(),
    contract: {
      ...{ customerCode: 'C1', mailboxKey: mailboxKey(), representativeKey: 'key' },
      contacts: sealedContacts(),
    },
    locale: 'it',
    supportReference: '0123456789',
    number: 1,
  } as const;
  const activation = { ...request, expiresAt: Date.now() + 60 * 60_000 };

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => dropTestDatabase(database));
  beforeEach(async () => {
    await database.sendRecords.deleteMany({});
    parts = createActivityParts(database);
  });

  test('go to the mailbox that the contract names, with a link that carries the token in its fragment', async () => {
    await parts.activities.sendActivationMail(activation);
    const [mail] = parts.channel.sent;
    expect(mail?.to).toBe(contract.representative.email);
    expect(mail?.text).toMatch(/https:\/\/selfcare\.example\/activation#AAAAAAAAAAAAAAAAAAAAAA[\w-]{43}/);
  });

  test('are sent once for a send record; a resend has one of its own and the same link', async () => {
    await parts.activities.sendActivationMail(activation);
    await parts.activities.sendActivationMail(activation);
    expect(parts.channel.sent).toHaveLength(1);
    await parts.activities.sendActivationMail({ ...activation, number: 2 });
    expect(parts.channel.sent).toHaveLength(2);
    expect(parts.channel.sent[1]?.text).toBe(parts.channel.sent[0]?.text);
    expect(parts.channel.sent[1]?.messageId).not.toBe(parts.channel.sent[0]?.messageId);
    expect(await database.sendRecords.distinct('_id')).toEqual([
      `userAdminRegistration/${request.flowId}/activation/1`,
      `userAdminRegistration/${request.flowId}/activation/2`,
    ]);
  });

  test('that a mailbox refuses for good fail for good, those that are delayed may be tried again', async () => {
    parts.channel.failure = new MessageRefused('550 5.1.1');
    const refused = await parts.activities.sendRegisteredNotice(request).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApplicationFailure);
    expect(refused).toMatchObject({ type: messageRefused, nonRetryable: true });
    parts.channel.failure = new MessageDelayed('ECONNECTION', false);
    await expect(parts.activities.sendActivationMail(activation)).rejects.toBeInstanceOf(MessageDelayed);
    parts.channel.failure = undefined;
    await parts.activities.sendActivationMail(activation);
    expect(parts.channel.sent).toHaveLength(1);
  });

  test('wait while the records do not hold the contract', async () => {
    parts.records.contracts = [];
    await expect(parts.activities.sendActivationMail(activation)).rejects.toThrow('records');
    expect(await database.sendRecords.countDocuments()).toBe(0);
  });

  test('never go to a mailbox that the records name since the match', async () => {
    const representative = { ...contract.representative, email: 'successor@azienda.example' };
    parts.records.contracts = [{ ...contract, representative }];
    await expect(parts.activities.sendActivationMail(activation)).rejects.toMatchObject({
      type: messageRefused,
    });
    expect(parts.channel.sent).toHaveLength(0);
  });

  test('of a refusal tell the reason', async () => {
    await parts.activities.sendRefusalMail({ ...request, reason: 'LARGE_COMPANY' });
    expect(parts.channel.sent[0]?.text).toContain('WindeCare');
  });

  test('a probe answers as the channel does', async () => {
    await parts.activities.probeMailChannel();
    parts.channel.failure = new Error('away');
    await expect(parts.activities.probeMailChannel()).rejects.toThrow();
  });
});
