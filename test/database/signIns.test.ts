import { createHash, randomUUID } from 'node:crypto';
import type { Database } from '../../src/database/database';
import { SessionStore, type NewSession } from '../../src/database/sessionStore';
import { SignInWaits } from '../../src/database/signInWaits';
import { keyringOf } from '../security/keys';
import { testSettings } from '../support/settings';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

let database: Database;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(() => Promise.all([database.sessions.deleteMany({}), database.signInTries.deleteMany({})]));

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const start = Date.parse('2030-01-04T10:00:00Z');
const { figures } = testSettings().config;

describe('waits after failures', () => {
  const waits = () => new SignInWaits(database.signInTries, figures.signInWaits);
  const account = { key: 'account', budget: figures.signInWaits.perAccount };
  const fail = (now = start, entryId: string = randomUUID()) => waits().admit(account, entryId, now);
  async function failTimes(count: number, now = start): Promise<void> {
    for (let times = 0; times < count; times += 1) await fail(now);
  }

  test('begin after the tenth failure in 15 minutes, and grow from half a minute to 15 minutes, never for good', async () => {
    await failTimes(10);
    let now = start;
    for (const wait of [30, 60, 120, 240, 480, 900, 900, 900]) {
      const opensAt = now + wait * second;
      expect(await fail(now)).toEqual({ admitted: false, opensAt });
      expect(await fail(opensAt - 1)).toEqual({ admitted: false, opensAt });
      expect(await fail(opensAt)).toMatchObject({ admitted: true });
      now = opensAt;
    }
  });

  test('let exactly the budget through, of a hundred at one moment, and exactly one after each wait', async () => {
    const atOnce = (count: number, now: number) =>
      Promise.all(Array.from({ length: count }, () => fail(now)));
    const first = await atOnce(100, start);
    expect(first.filter(({ admitted }) => admitted)).toHaveLength(10);
    const later = await atOnce(50, start + 30 * second);
    expect(later.filter(({ admitted }) => admitted)).toHaveLength(1);
  });

  test('do not begin where nine failures are 15 minutes old, and a tenth comes then', async () => {
    await failTimes(9);
    await failTimes(9, start + 15 * minute);
    expect(await fail(start + 15 * minute)).toMatchObject({ admitted: true });
    expect(await fail(start + 15 * minute)).toMatchObject({ admitted: false });
  });

  test('are remembered for a day without a try, and then forgotten', async () => {
    await failTimes(10);
    const end = start + 30 * second + 24 * hour;
    expect(await fail(end - 1)).toMatchObject({ admitted: true });
    expect(await fail(end - 1)).toEqual({ admitted: false, opensAt: end - 1 + minute });
    await database.signInTries.deleteMany({});
    await failTimes(10);
    await failTimes(9, end);
    expect(await fail(end)).toMatchObject({ admitted: true });
  });

  test('are told of by the failure that begins one, however often it is repeated', async () => {
    await failTimes(8);
    expect(await fail(start, 'ninth')).toEqual({ admitted: true, waits: false });
    expect(await fail(start, 'tenth')).toEqual({ admitted: true, waits: true });
    expect(await fail(start, 'tenth')).toEqual({ admitted: true, waits: true });
    expect(await fail(start + 30 * second, 'eleventh')).toEqual({ admitted: true, waits: true });
  });

  test('count a repeated request once', async () => {
    for (let times = 0; times < 20; times += 1)
      expect(await fail(start, 'same')).toMatchObject({ admitted: true });
    await failTimes(9);
    expect(await fail()).toMatchObject({ admitted: false });
  });

  test('are over once the owner has signed in, and do not touch another account', async () => {
    await failTimes(10);
    expect(await waits().admit({ ...account, key: 'other' }, 'id', start)).toMatchObject({ admitted: true });
    await waits().forget(account);
    await failTimes(9);
    expect(await fail()).toMatchObject({ admitted: true });
  });

  test('a try that was taken back counts no more, and the wait that it began is over', async () => {
    await failTimes(9);
    await fail(start, 'right');
    expect(await fail()).toMatchObject({ admitted: false });
    await waits().takeBack(account, 'right', start);
    await waits().takeBack(account, 'right', start);
    expect(await fail()).toMatchObject({ admitted: true });
    expect(await fail()).toMatchObject({ admitted: false });
    const [kept] = await database.signInTries.find().lean();
    expect(kept?.tries).toBe(10);
  });

  test('outlive a database whose clock is an hour ahead', async () => {
    await fail();
    const [kept] = await database.signInTries.find().lean();
    expect(kept!.expiresAt.getTime() - kept!.forgottenAt.getTime()).toBe(2 * hour);
  });
});

describe('sessions', () => {
  const store = (...keys: string[]) =>
    new SessionStore(database.sessions, keyringOf(...(keys.length > 0 ? keys : ['one'])), figures);
  const wanted = (change: Partial<NewSession> = {}): NewSession => ({
    accountId: 'account',
    epoch: 3,
    assurance: 'password',
    transport: 'bearer',
    idempotencyKey: randomUUID(),
    ...change,
  });

  test('have a token of 256 bits each, of which a keyed digest alone is kept', async () => {
    const opened = await Promise.all(Array.from({ length: 20 }, () => store().open(wanted(), start)));
    expect(new Set(opened.map(({ token }) => token)).size).toBe(20);
    const kept = JSON.stringify(await database.sessions.find().lean());
    for (const { token, session } of opened) {
      expect(Buffer.from(token, 'base64url')).toHaveLength(32);
      expect(kept).not.toContain(token);
      expect(kept).not.toContain(createHash('sha256').update(token).digest('base64url'));
      expect(await store().find(token)).toMatchObject({ _id: session._id, epoch: 3 });
      expect(await store('two').find(token)).toBeNull();
    }
    expect(await store().find(opened[0]!.session.tokenDigest)).toBeNull();
    expect(await store().find(opened[0]!.session._id)).toBeNull();
  });

  test('one request, however often and however many at once, opens one with one token', async () => {
    const same = wanted();
    const opened = await Promise.all(Array.from({ length: 20 }, () => store().open(same, start)));
    expect(new Set(opened.map(({ token }) => token)).size).toBe(1);
    expect(await database.sessions.countDocuments()).toBe(1);
    const other = await store().open({ ...same, accountId: 'other' }, start);
    expect(other.token).not.toBe(opened[0]!.token);
  });

  test.each([
    ['was ended', (id: string) => store().end('account', id), {}, start],
    ['is idle for too long', () => Promise.resolve(), {}, start + hour],
    ['belongs to a former password', () => Promise.resolve(), { epoch: 4 }, start],
  ])('the token of one that %s is not given again to the same request', async (_why, end, change, now) => {
    const same = wanted();
    const first = await store().open(same, start);
    await end(first.session._id);
    const second = await store().open({ ...same, ...change }, now);
    expect(second.token).not.toBe(first.token);
    expect(await store().find(first.token)).toBeNull();
  });

  test('end an hour after the last request, and 24 hours after the sign-in, to the millisecond', async () => {
    const { session } = await store().open(wanted(), start);
    expect(await store().touch(session, start + hour - 1)).toBe(true);
    expect(await store().touch(session, start + 2 * hour - 1)).toBe(false);
    for (let now = start + hour - 1; now < start + 24 * hour - 1; now += hour - 1)
      expect(await store().touch(session, now)).toBe(true);
    expect(await store().touch(session, start + 24 * hour - 1)).toBe(true);
    expect(await store().touch(session, start + 24 * hour)).toBe(false);
  });

  test('a request at a process whose clock is behind takes nothing of their time', async () => {
    const { session } = await store().open(wanted(), start);
    await store().touch(session, start + 30 * minute);
    await store().touch(session, start);
    expect(await store().touch(session, start + 80 * minute)).toBe(true);
  });

  test('are listed to their account, the living ones of its password, the latest first', async () => {
    const first = await store().open(wanted(), start);
    const second = await store().open(wanted(), start + minute);
    await store().open(wanted({ accountId: 'other' }), start);
    await store().open(wanted({ epoch: 2 }), start);
    const owner = { accountId: 'account', epoch: 3 };
    const idsAt = async (now: number) => (await store().list(owner, now)).map(({ _id }) => _id);
    expect(await idsAt(start + minute)).toEqual([second.session._id, first.session._id]);
    expect(await idsAt(start + hour)).toEqual([second.session._id]);
  });

  test('are ended by their own account alone, one or all', async () => {
    const { session, token } = await store().open(wanted(), start);
    const other = await store().open(wanted({ accountId: 'other' }), start);
    expect(await store().has('other', session._id)).toBe(false);
    await store().end('other', session._id);
    expect(await store().has('account', session._id)).toBe(true);
    await store().endAll('account');
    expect(await store().find(token)).toBeNull();
    expect(await store().touch(session, start)).toBe(false);
    await store().end('other', other.session._id);
    expect(await store().has('other', other.session._id)).toBe(false);
  });

  test('that a password raised have another token, and the former one opens nothing', async () => {
    const { session, token } = await store().open(wanted({ assurance: 'network' }), start);
    const raised = await store().raise(session, start);
    expect(session.passwordProvenAt).toBeUndefined();
    expect(raised?.session).toMatchObject({ assurance: 'password', passwordProvenAt: new Date(start) });
    expect(raised?.session._id).toBe(session._id);
    expect(await store().find(token)).toBeNull();
    expect(await store().find(raised!.token)).toMatchObject({
      assurance: 'password',
      createdAt: session.createdAt,
    });
    expect(await store().touch(session, start)).toBe(false);
    expect(await store().raise(session, start)).toBeUndefined();
  });

  test('are found while keys rotate, and outlive a database whose clock is an hour ahead', async () => {
    const same = wanted();
    const { token, session } = await store('one').open(same, start);
    expect(await store('two', 'one').find(token)).toMatchObject({ _id: session._id });
    expect((await store('two', 'one').open(same, start)).token).toBe(token);
    expect(session.expiresAt.getTime()).toBe(start + 26 * hour);
  });
});
