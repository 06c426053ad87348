import type { Database } from '../../src/database/database';
import type { MessageChannel } from '../../workflows/contracts/channels';
import type { CodeFlow } from '../../workflows/contracts/codes';
import { codeFlow, codeRoute, createCodeParts, day, start, type CodeParts } from '../support/codeActivities';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

let database: Database;
let parts: CodeParts;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(async () => {
  await Promise.all([database.budgetUses.deleteMany({}), database.sendRecords.deleteMany({})]);
  parts = createCodeParts(database);
});

describe('a message', () => {
  interface Asked {
    readonly request?: number;
    readonly now?: number;
    readonly apparentChannel?: MessageChannel;
    readonly messageKey?: string;
  }

  const take = (
    change: Partial<CodeFlow> = {},
    { request = 1, now = start, apparentChannel = 'sms', messageKey = 'number' }: Asked = {},
  ) =>
    parts.activities.takeMessage({
      flow: codeFlow(change),
      route: codeRoute({ apparentChannel, messageKey }),
      request,
      now,
    });

  test('goes out in two flows of one address a day, and four times for it: the fifth of the number is for others', async () => {
    for (const request of [1, 2, 3]) expect(await take({ flowId: 'one' }, { request })).toBeNull();
    expect(await take({ flowId: 'two' })).toBeNull();
    const spent = { code: 'MESSAGE_BUDGET_SPENT', retryAfterSeconds: day / 1_000 };
    expect(await take({ flowId: 'two' }, { request: 2 })).toEqual(spent);
    expect(await take({ flowId: 'three' })).toEqual(spent);
    expect(await take({ flowId: 'owner', addressKey: 'home' })).toBeNull();
    expect(await take({ flowId: 'owner', addressKey: 'home' }, { request: 2 })).toEqual(spent);
  });

  test('of a third flow of an address is refused, though messages are left', async () => {
    expect([await take({ flowId: 'one' }), await take({ flowId: 'two' })]).toEqual([null, null]);
    expect(await take({ flowId: 'three' })).toMatchObject({ code: 'MESSAGE_BUDGET_SPENT' });
    expect(await take({ flowId: 'one' }, { request: 2 })).toBeNull();
  });

  test('with its three resends goes out, in one flow', async () => {
    for (const request of [1, 2, 3, 4]) expect(await take({}, { request })).toBeNull();
  });

  test('goes five times a day to a number, and again when the day is over', async () => {
    for (let index = 0; index < 5; index += 1)
      expect(await take({ flowId: `f${index}`, addressKey: `a${index}` })).toBeNull();
    const sixth = { flowId: 'f5', addressKey: 'a5' };
    expect(await take(sixth, { now: start + day - 1 })).toEqual({
      code: 'MESSAGE_BUDGET_SPENT',
      retryAfterSeconds: 1,
    });
    expect(await take(sixth, { now: start + day })).toBeNull();
  });

  test('of one purpose is not counted on another, nor one of a number on another number', async () => {
    for (let index = 0; index < 5; index += 1) await take({ flowId: `f${index}`, addressKey: `a${index}` });
    expect(await take({ flowId: 'r', purpose: 'recovery' })).toBeNull();
    expect(await take({ flowId: 'o' }, { messageKey: 'other' })).toBeNull();
  });

  test('that is asked for again by a retry is counted once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => take()));
    const uses = await database.budgetUses.find().lean();
    expect(uses.map(({ entries }) => entries)).toEqual([['flow/1'], ['flow/1'], ['flow/1']]);
  });

  test('by mail goes ten times a day to a mailbox, eight of them for one address', async () => {
    const granted = async (addressKey: string) => {
      const outcomes = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          take({ flowId: `${addressKey}${index}`, addressKey }, { apparentChannel: 'mail' }),
        ),
      );
      return outcomes.filter((refusal) => refusal === null).length;
    };
    expect([await granted('stranger'), await granted('home'), await granted('office')]).toEqual([8, 2, 0]);
  });

  test('of a client of the one-time password API goes five times a day to a number, whatever other clients send there', async () => {
    const granted = async (addressKey: string) => {
      const outcomes = await Promise.all(
        Array.from({ length: 7 }, (_, index) =>
          take({ flowId: `${addressKey}${index}`, addressKey, purpose: 'oneTimePassword' }),
        ),
      );
      return outcomes.filter((refusal) => refusal === null).length;
    };
    expect([await granted('shop'), await granted('bank')]).toEqual([5, 5]);
  });
});
