import type { Database } from '../../src/database/database';
import type { NumberVerdict } from '../../workflows/contracts/oneTimePassword';
import {
  addLine,
  application,
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
    expect(await database.budgetUses.countDocuments()).toBe(0);
    expect(await database.numberVerifications.countDocuments()).toBe(0);
  });

  test('gets five messages a day over all clients; a sixth voids nothing', async () => {
    for (let index = 0; index < 5; index += 1)
      expect((await admit(`f${index}`, { clientKey: `c${index % 2}` })).outcome).toBe('admitted');
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

  test('of a flow that a later one overtook gets nothing, and no code is right for it', async () => {
    await admit('one');
    await admit('two', { now: start + 1 });
    const overtaken = await admit('one');
    expect(overtaken).toMatchObject({ outcome: 'admitted', route: { provable: false } });
    expect(overtaken).not.toHaveProperty('route.recipient');
    expect(formerOf(overtaken)).toBeUndefined();
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
