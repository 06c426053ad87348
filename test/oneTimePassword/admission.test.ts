import type { Database } from '../../src/database/database';
import type { NumberVerdict } from '../../workflows/contracts/oneTimePassword';
import {
  addLine,
  application,
  codeFlow,
  createCodeParts,
  day,
  lineKey,
  opened,
  resetRecords,
  seal,
  start,
  type CodeParts,
} from '../support/codeActivities';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

const number = '+393330000001';
let database: Database;
let parts: CodeParts;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(async () => {
  await resetRecords(database);
  parts = createCodeParts(database);
});

const admit = (flowId: string, { now = start, of = number, clientKey = 'client' } = {}) =>
  parts.activities.admitNumber({
    flowId,
    number: seal(of),
    numberKey: lineKey(of),
    template: seal('{{code}} is your code'),
    clientKey,
    now,
  });
const formerOf = (verdict: NumberVerdict) =>
  verdict.outcome === 'admitted' ? verdict.formerWorkflowId : verdict.refusal.code;

describe('a number to be verified', () => {
  test('gets the words of the client, and its owner is no secret to it', async () => {
    const verdict = await admit('one');
    if (verdict.outcome === 'refused') throw new Error(verdict.refusal.code);
    expect(verdict.route).toMatchObject({
      apparentChannel: 'sms',
      provable: true,
      messageKey: lineKey(number),
    });
    expect(opened(verdict.route.recipient)).toMatchObject({ address: number, wording: 'clientTemplate' });
    expect(verdict.route.recipient?.template).toBeDefined();
  });

  test('that is not an active line of the operator is refused, and nothing is counted', async () => {
    const ceased = await addLine(database, { _id: '+393330000004', status: 'ceased' });
    for (const nobody of [ceased, '+393330000099'])
      expect(await admit('one', { of: nobody })).toEqual({
        outcome: 'refused',
        refusal: { code: 'NUMBER_NOT_SERVED' },
      });
    expect(await database.limits.countDocuments()).toBe(0);
    expect(await database.numberVerifications.countDocuments()).toBe(0);
  });

  test('that cannot receive text messages is refused for it: a landline, and the number of a data-only SIM', async () => {
    const dataOnly = await addLine(database, { _id: '+393330000005', simKind: 'data-only' });
    for (const line of ['+390612345678', dataOnly])
      expect(await admit('one', { of: line })).toEqual({
        outcome: 'refused',
        refusal: { code: 'NUMBER_WITHOUT_SMS' },
      });
    expect(await database.limits.countDocuments()).toBe(0);
  });

  test('that is suspended, or whose text messages are barred, is blocked', async () => {
    const suspended = await addLine(database, { _id: '+393330000006', status: 'suspended' });
    const barred = await addLine(database, { _id: '+393330000007', smsBarred: true });
    for (const line of [suspended, barred])
      expect(await admit('one', { of: line })).toEqual({
        outcome: 'refused',
        refusal: { code: 'NUMBER_BLOCKED' },
      });
    expect(await database.limits.countDocuments()).toBe(0);
  });

  test("that a client's messages to it, its neighbours or all are spent for is refused to this client, and to nobody else", async () => {
    parts = createCodeParts(database, { SMS_PER_PREFIX_AN_HOUR: '3', SMS_AN_HOUR: '16' });
    const neighbour = await addLine(database, { _id: '+393330000008' });
    const far = await addLine(database, { _id: '+393340000008' });
    const spent = { outcome: 'refused', refusal: { code: 'CLIENT_BUDGET_SPENT', retryAfterSeconds: 3_600 } };
    for (const flowId of ['a', 'b', 'c'])
      expect((await admit(flowId, { of: neighbour })).outcome).toBe('admitted');
    expect(await admit('d')).toEqual(spent);
    expect((await admit('e', { of: far })).outcome).toBe('admitted');
    const ofAll = { code: 'CLIENT_BUDGET_SPENT', retryAfterSeconds: 900 };
    expect(await admit('f', { of: far })).toEqual({ outcome: 'refused', refusal: ofAll });
    expect((await admit('g', { clientKey: 'other' })).outcome).toBe('admitted');
    const recipient = { channel: 'sms', address: seal(number), wording: 'registrationCode' } as const;
    const toEmployee = { apparentChannel: 'sms', issue: 1, number: 1, lifeMs: 60_000, recipient } as const;
    await parts.activities.sendCode({ flow: codeFlow(), ...toEmployee });
    expect(parts.texts.sent).toHaveLength(1);
  });

  test('that is refused for its prefix keeps its own messages', async () => {
    parts = createCodeParts(database, { SMS_PER_PREFIX_AN_HOUR: '1' });
    const neighbour = await addLine(database, { _id: '+393330000008' });
    await admit('a', { of: neighbour });
    for (let index = 0; index < 6; index += 1)
      expect(formerOf(await admit(`f${index}`))).toBe('CLIENT_BUDGET_SPENT');
  });

  test('gets five messages a day of a client, however many others get; a sixth voids nothing', async () => {
    for (let index = 0; index < 5; index += 1)
      for (const clientKey of ['client', 'other'])
        expect((await admit(`${clientKey}${index}`, { clientKey })).outcome).toBe('admitted');
    const before = await database.numberVerifications.find().lean();
    expect(await admit('f5')).toEqual({
      outcome: 'refused',
      refusal: { code: 'MESSAGE_BUDGET_SPENT', retryAfterSeconds: day / 1_000 },
    });
    expect(await database.numberVerifications.find().lean()).toEqual(before);
    const registration = { flowId: 'r', application: application(number), addressKey: 'a', now: start };
    expect((await parts.activities.checkLine(registration)).outcome).toBe('admitted');
  });

  test('has one code at a time for a client: the next one names the one that it voids', async () => {
    expect(formerOf(await admit('one'))).toBeUndefined();
    expect(formerOf(await admit('two', { now: start + 1 }))).toBe('oneTimePassword/one');
    expect(formerOf(await admit('three', { now: start + 2 }))).toBe('oneTimePassword/two');
    expect(formerOf(await admit('other', { clientKey: 'other' }))).toBeUndefined();
  });

  test('asked about again by a retry is answered as the first time', async () => {
    await admit('one');
    for (let index = 0; index < 3; index += 1)
      expect(formerOf(await admit('two', { now: start + 1 }))).toBe('oneTimePassword/one');
  });

  test('names nobody whose time is over', async () => {
    await admit('one');
    expect(formerOf(await admit('two', { now: start + day }))).toBeUndefined();
    expect(formerOf(await admit('two', { now: start + day }))).toBeUndefined();
  });

  test('of a flow that a later one overtook is refused and gets nothing', async () => {
    await admit('one');
    await admit('two', { now: start + 1 });
    expect(await admit('one')).toEqual({ outcome: 'refused', refusal: { code: 'STEP_OUT_OF_ORDER' } });
  });

  test('of twenty flows at one moment leaves one code: each other one is voided', async () => {
    parts = createCodeParts(database, { SMS_PER_NUMBER_A_DAY: '20' });
    const flows = Array.from({ length: 20 }, (_, index) => `f${index}`);
    const verdicts = await Promise.all(flows.map((flowId) => admit(flowId)));
    const voided = verdicts.map(formerOf).filter((former) => former !== undefined);
    expect(new Set(voided).size).toBe(19);
    const latest = await database.numberVerifications.findOne().lean();
    expect(voided).not.toContain(latest?.workflowId);
  });
});
