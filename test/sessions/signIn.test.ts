import { randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { hostileValues } from '../api/support/hostileValues';
import { jsonOf } from '../api/support/rawHttp';
import { administrator, goodPassword } from '../api/support/requests';
import { accountId, recordAccount } from '../api/support/signedIn';
import { hour, employee, right, wrong, bearer, codeOf, sessionStage } from './support/sessionStage';

describe('a sign-in', () => {
  const stage = sessionStage();

  test('with username and password opens a session of 24 hours at most, one hour without a request', async () => {
    const body = jsonOf(await stage.signIn());
    expect(body).toMatchObject({
      assurance: 'password',
      client: 'app',
      account: { username: administrator, profile: 'userAdmin' },
    });
    const [idle, total] = ['idleExpiresAt', 'expiresAt'].map((name) => Date.parse(body[name] as string));
    expect(total! - idle!).toBe(23 * hour);
    expect((await stage.ask(body['token'])).status).toBe(200);
  });

  test.each(['+393201234598', '320 1234598', '+39 320-1234598', '00393201234598'])(
    'of an employee takes the line as %s (rule 27 of the FAQ)',
    async (username) => {
      await recordAccount(stage.api, employee);
      const answer = await stage.signIn({ username, password: goodPassword });
      expect(jsonOf(answer)['account']).toEqual({ username: employee.username, profile: 'employee' });
    },
  );

  test('takes a password in another form of the same characters', async () => {
    const password = 'perché però così è';
    const passwordHash = await stage.api.context.passwordHashing.hash(password.normalize('NFC'));
    await recordAccount(stage.api, { passwordHash });
    expect((await stage.signIn({ ...right, password: password.normalize('NFD') })).status).toBe(201);
  });

  test('that is wrong for any reason has one answer, after the same work, and says what the old portal means', async () => {
    await recordAccount(stage.api, { ...employee, passwordHash: undefined });
    await recordAccount(stage.api, {
      _id: 'reserved',
      username: 'Riservata1',
      vatNumber: '2',
      status: 'reserved',
    });
    const hashes = stage.countHashes();
    const answers: object[] = [];
    for (const given of [
      wrong,
      { ...right, password: goodPassword.toUpperCase() },
      { ...right, username: administrator.toLowerCase() },
      { ...right, username: 'Sconosciuta1' },
      { ...right, username: 'mario.rossi@vecchioportale.example' },
      { ...right, username: employee.username },
      { ...right, username: 'Riservata1' },
      { ...right, username: '+393209999999' },
    ]) {
      hashes.mockClear();
      const answer = await stage.signIn(given);
      const body = { ...jsonOf(answer), supportReference: '' };
      const headers = Object.keys(answer.headers);
      answers.push({ status: answer.status, body, headers, hashes: hashes.mock.calls.length });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, hashes: 1, body: { code: 'CREDENTIALS_WRONG' } });
    const italian = JSON.stringify(answers[0]);
    expect(italian).toContain('vecchio portale non sono valide: occorre una nuova registrazione');
  });

  test('makes a token of its own; one that came along is not used again, its session is over', async () => {
    const first = await stage.tokenOf();
    const second = await stage.tokenOf(right, bearer(first));
    const planted = await stage.tokenOf(right, bearer('planted-by-somebody-else-0123456789abcdefghi'));
    expect(new Set([first, second, planted]).size).toBe(3);
    await stage.expectOver(first);
    expect((await stage.ask(second)).status).toBe(200);
  });

  test('that fails leaves the session that came along alone', async () => {
    const token = await stage.tokenOf();
    await stage.signIn(wrong, bearer(token));
    expect((await stage.ask(token)).status).toBe(200);
  });

  test('repeated with the same key, ten at a time, is one session with one token', async () => {
    const key = { 'Idempotency-Key': randomUUID() };
    const tokens = await Promise.all(Array.from({ length: 10 }, () => stage.tokenOf(right, key)));
    expect(new Set(tokens).size).toBe(1);
    expect(await stage.api.context.database.sessions.countDocuments()).toBe(1);
    await stage.ask(tokens[0], 'DELETE');
    expect(await stage.tokenOf(right, key)).not.toBe(tokens[0]);
    await stage.expectOver(tokens[0]!);
  });

  test('hashes a password anew that was hashed with other parameters, once', async () => {
    const pepper = stage.api.context.settings.secrets.serviceKeys.current('password pepper');
    const weak = await hash(goodPassword, {
      memoryCost: 8_192,
      timeCost: 1,
      parallelism: 1,
      secret: pepper.secret,
    });
    await recordAccount(stage.api, { passwordHash: pepper.id + weak });
    const kept = async () =>
      (await stage.api.context.database.accounts.findById(accountId).lean())?.passwordHash;
    await stage.signIn(wrong);
    expect(await kept()).toBe(pepper.id + weak);
    expect((await stage.ask(await stage.tokenOf())).status).toBe(200);
    const anew = await kept();
    expect(anew).toMatch(/^test-1\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await stage.tokenOf();
    expect(await kept()).toBe(anew);
  });

  test.each(Object.entries(hostileValues))(
    'with %s for username or password opens nothing',
    async (_name, value) => {
      const hashes = stage.countHashes();
      for (const body of [
        { ...right, username: value },
        { ...right, password: value },
        { ...right, transport: value },
      ]) {
        expect([400, 401]).toContain((await stage.signIn(body)).status);
      }
      if (typeof value !== 'string') expect(hashes).not.toHaveBeenCalled();
      expect(await stage.api.context.database.sessions.countDocuments()).toBe(0);
    },
  );

  test('with a password longer than any is refused before it costs a hash', async () => {
    const hashes = stage.countHashes();
    for (const length of [1_001, 15_000]) {
      expect(codeOf(await stage.signIn({ ...right, password: 'x'.repeat(length) }))[0]).toBe(400);
    }
    expect(hashes).not.toHaveBeenCalled();
  });

  test('while the database is away is a 503 that counts nothing', async () => {
    const { accounts, limits } = stage.api.context.database;
    jest.spyOn(accounts, 'findOne').mockImplementation(() => {
      throw new Error('away');
    });
    expect((await stage.signIn()).status).toBe(500);
    const counted = await limits.find().lean();
    expect(counted.flatMap(({ uses = [], failures = [] }) => [...uses, ...failures])).toEqual([]);
  });
});

describe('tokens and passwords', () => {
  const stage = sessionStage();

  test('stand in no log line, no metric and nowhere in the database', async () => {
    const opened = jsonOf(await stage.signIn());
    const cookie = await stage.signIn({ ...right, transport: 'cookie' });
    await stage.signIn(wrong);
    await stage.signIn(
      { ...right, username: 'CanarinoIgnoto1' },
      { 'Device-Token': String(opened['deviceToken']) },
    );
    await stage.ask(opened['token']);
    const secrets = [
      goodPassword,
      wrong.password,
      opened['token'] as string,
      opened['deviceToken'] as string,
      ...(cookie.headers['set-cookie'] ?? []).map((text) => /=(?<value>[^;]+)/.exec(text)!.groups!['value']!),
      'CanarinoIgnoto1',
    ];
    expect(secrets).toHaveLength(7);
    const { db } = stage.api.context.database.connection;
    const collections = (await db!.listCollections().toArray()).map(({ name }) => name);
    const documents = await Promise.all(collections.map((name) => db!.collection(name).find().toArray()));
    const metrics = (await stage.api.askOperator({ path: '/metrics' })).text;
    const logs = stage.api.logLines.join('\n');
    expect(logs).toContain('CREDENTIALS_WRONG');
    for (const place of [JSON.stringify(documents), metrics, logs]) {
      expect(secrets.filter((secret) => place.includes(secret))).toEqual([]);
    }
    expect(`${metrics}${logs}`).not.toContain(administrator);
  });
});
