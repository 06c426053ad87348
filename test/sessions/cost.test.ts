import { randomUUID } from 'node:crypto';
import { TestApi } from '../api/support/testApi';
import { post } from '../api/support/requests';
import { recordAccount } from '../api/support/signedIn';
import { jsonOf } from '../api/support/rawHttp';
import { commandWaitsOf } from '../support/commandWaits';
import { right, wrong } from './support/sessionStage';
import { ownDatabaseUri } from '../support/testDatabase';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start({ MONGODB_URI: `${ownDatabaseUri()}&monitorCommands=true` });
  await api.makeIndexes();
  await recordAccount(api);
  await Promise.all(Array.from({ length: 4 }, () => signIn(right)));
});
afterAll(() => api.stop());

const signIn = (body: object, headers: Record<string, string> = {}) =>
  api.send(post('/v1/sessions', body, { 'Idempotency-Key': randomUUID(), ...headers }));

/** Of several times the one with the fewest waits: two commands that are sent at once may be answered before both are on their way. */
async function waitsOf(work: () => Promise<unknown>): Promise<string[][]> {
  const seen: string[][][] = [];
  for (let times = 0; times < 5; times += 1) seen.push(await commandWaitsOf([api.context.database], work));
  return seen.sort((one, other) => one.length - other.length)[0]!;
}

const before = ['find accounts', 'update limits'];

describe('a sign-in asks the database', () => {
  test('with the right password in three waits, and the hash: it counts, opens the session, then tells and tidies', async () => {
    await api.context.database.sessions.deleteMany({});
    expect(await waitsOf(() => signIn(right))).toEqual([
      before,
      ['insert sessions', 'update limits'],
      ['find sessions', 'insert auditEvents'],
    ]);
  });

  test('with a wrong one, known name or not, the same in two', async () => {
    for (const body of [wrong, { ...wrong, username: 'Sconosciuta1' }]) {
      await api.context.database.limits.deleteMany({});
      expect(await waitsOf(() => signIn(body))).toEqual([before, ['insert auditEvents', 'update limits']]);
    }
  });

  test('from a known device with one wait more: the account tells whose device it is', async () => {
    const { limits, sessions } = api.context.database;
    await Promise.all([limits.deleteMany({}), sessions.deleteMany({})]);
    const { deviceToken } = jsonOf(await signIn(right));
    const [account, ...others] = await waitsOf(() => signIn(right, { 'Device-Token': String(deviceToken) }));
    expect(account).toEqual(['find accounts']);
    expect(others).toHaveLength(3);
  });
});
