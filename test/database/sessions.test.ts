import { createHash, randomUUID } from 'node:crypto';
import type { Database } from '../../src/database/database';
import { SessionStore, type NewSession } from '../../src/database/sessionStore';
import { keyringOf } from '../security/keys';
import { testSettings } from '../support/settings';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

let database: Database;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(() => database.sessions.deleteMany({}));

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const start = Date.parse('2030-01-04T10:00:00Z');
const { figures } = testSettings().config;

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
    const opened = await Promise.all(
      Array.from({ length: 20 }, (_none, index) =>
        store().open(wanted({ accountId: `account ${index}` }), start),
      ),
    );
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
    const raised = await store().raise(session, 'password', start);
    expect(session.provenAt).toBeUndefined();
    expect(raised?.session).toMatchObject({ assurance: 'password', provenAt: new Date(start) });
    expect(raised?.session._id).toBe(session._id);
    expect(await store().find(token)).toBeNull();
    expect(await store().find(raised!.token)).toMatchObject({
      assurance: 'password',
      createdAt: session.createdAt,
    });
    expect(await store().touch(session, start)).toBe(false);
    expect(await store().raise(session, 'password', start)).toBeUndefined();
  });

  test.each([
    ['network', 'password', 'password'],
    ['network', 'passkey', 'passkey'],
    ['password', 'passkey', 'passkey'],
    ['passwordAndCode', 'password', 'passwordAndCode'],
    ['passwordAndCode', 'passkey', 'passkey'],
    ['passkey', 'password', 'passkey'],
  ] as const)(
    'of %s have after a further %s the assurance %s, and its time',
    async (assurance, proof, kept) => {
      const { session } = await store().open(wanted({ assurance }), start);
      const raised = await store().raise(session, proof, start + 1);
      expect(raised?.session).toMatchObject({ assurance: kept, provenAt: new Date(start + 1) });
    },
  );

  test('are found while keys rotate, and outlive a database whose clock is an hour ahead', async () => {
    const same = wanted();
    const { token, session } = await store('one').open(same, start);
    expect(await store('two', 'one').find(token)).toMatchObject({ _id: session._id });
    expect((await store('two', 'one').open(same, start)).token).toBe(token);
    expect(session.expiresAt.getTime()).toBe(start + 26 * hour);
  });
});
