import type { Database } from '../../src/database/database';
import type { MessageChannel } from '../../workflows/contracts/channels';
import type { CodeFlow } from '../../workflows/contracts/codes';
import { codeFlow, codeRoute, createCodeParts, day, start, type CodeParts } from '../support/codeActivities';
import { minute } from '../limits/support';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

let database: Database;
let parts: CodeParts;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(async () => {
  await Promise.all([database.limits.deleteMany({}), database.sendRecords.deleteMany({})]);
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

  test('goes five times a day to a number; an address that took none waits 15 minutes at most, and others the day', async () => {
    for (let index = 0; index < 5; index += 1)
      expect(await take({ flowId: `f${index}`, addressKey: `a${index}` })).toBeNull();
    const owner = { flowId: 'owner', addressKey: 'home' };
    expect(await take(owner)).toEqual({ code: 'MESSAGE_BUDGET_SPENT', retryAfterSeconds: 900 });
    expect(await take(owner, { now: start + 15 * minute - 1 })).not.toBeNull();
    expect(await take(owner, { now: start + 15 * minute })).toBeNull();
    const again = { flowId: 'f0', addressKey: 'a0' };
    expect(await take(again, { request: 2, now: start + day - 1 })).toMatchObject({
      code: 'MESSAGE_BUDGET_SPENT',
    });
    expect(await take(again, { request: 2, now: start + day })).toBeNull();
  });

  test('of forty networks at one moment is granted five times, and to the owner after 15 minutes', async () => {
    const answers = await Promise.all(
      Array.from({ length: 400 }, (_, index) =>
        take({ flowId: `f${index}`, addressKey: `a${index % 40}`, purpose: 'recovery' }),
      ),
    );
    expect(answers.filter((refusal) => refusal === null)).toHaveLength(5);
    const owner = { flowId: 'owner', addressKey: 'home', purpose: 'recovery' } as const;
    expect((await take(owner))?.retryAfterSeconds).toBe(900);
    expect(await take(owner, { now: start + 15 * minute })).toBeNull();
  });

  test('of one address at one moment leaves the reserve to newcomers, whatever the race', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => take({ flowId: `f${index % 2}` }, { request: index + 1 })),
    );
    expect(answers.filter((refusal) => refusal === null)).toHaveLength(4);
    expect(await take({ flowId: 'owner', addressKey: 'home' })).toBeNull();
  });

  test('of a site of many homes gets two of the reserve, so that one stranger with a /48 takes no more', async () => {
    const granted = [];
    for (let home = 0; home < 20; home += 1)
      granted.push(await take({ flowId: `f${home}`, addressKey: `48.56-${home}.64` }, { now: start + home }));
    expect(granted.filter((refusal) => refusal === null)).toHaveLength(4);
    expect(await take({ flowId: 'owner', addressKey: 'home' }, { now: start + 20 })).toBeNull();
  });

  test('of one purpose is not counted on another, nor one of a number on another number', async () => {
    for (let index = 0; index < 5; index += 1) await take({ flowId: `f${index}`, addressKey: `a${index}` });
    expect(await take({ flowId: 'r', purpose: 'recovery' })).toBeNull();
    expect(await take({ flowId: 'o' }, { messageKey: 'other' })).toBeNull();
  });

  test('that is asked for again by a retry is counted once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => take()));
    const kept = await database.limits.find().lean();
    expect(kept.map(({ uses }) => uses?.map(({ id }) => id))).toEqual([['flow/1']]);
  });

  test('by mail goes ten times a day to a mailbox, eight of them for one address, and one each to further ones', async () => {
    const granted = async (addressKey: string) => {
      const outcomes = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          take({ flowId: `${addressKey}${index}`, addressKey }, { apparentChannel: 'mail' }),
        ),
      );
      return outcomes.filter((refusal) => refusal === null).length;
    };
    expect([await granted('stranger'), await granted('home'), await granted('office')]).toEqual([8, 1, 1]);
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
