import { jsonOf, type RawAnswer } from '../api/support/rawHttp';
import { administrator, goodPassword, post, type Headers } from '../api/support/requests';
import { recordAccount } from '../api/support/signedIn';
import { hour, right, wrong, bearer, codeOf, sessionStage } from './support/sessionStage';

describe('failures', () => {
  const stage = sessionStage();

  const fail = (count: number, body: unknown = wrong, headers: Headers = {}) =>
    Promise.all(Array.from({ length: count }, () => stage.signIn(body, headers)));
  const statuses = (answers: readonly RawAnswer[]) => answers.map(({ status }) => status).sort();
  const comparedThenWait = (compared: number) => [
    ...Array<number>(compared).fill(401),
    ...Array<number>(30 - compared).fill(429),
  ];

  test.each([administrator, 'Sconosciuta1', '+393209999999'])(
    'of %s: of thirty at one moment exactly seven of one network are compared, then it has to wait',
    async (username) => {
      const hashes = stage.countHashes();
      const answers = await fail(30, { ...wrong, username });
      expect(statuses(answers)).toEqual(comparedThenWait(7));
      expect(hashes).toHaveBeenCalledTimes(7);
      const refused = await stage.signIn({ ...right, username });
      expect(codeOf(refused)).toEqual([429, 'SIGN_IN_WAIT']);
      const wait = Number(refused.headers['retry-after']);
      expect(wait).toBeGreaterThan(20);
      expect(wait).toBeLessThanOrEqual(30);
    },
  );

  test('make nobody wait for good: after the wait the right password signs in, and they are forgotten', async () => {
    await fail(12);
    stage.api.clock.aheadMs = 31_000;
    expect(codeOf(await stage.signIn(wrong))).toEqual([401, 'CREDENTIALS_WRONG']);
    expect((await stage.signIn()).status).toBe(429);
    stage.api.clock.aheadMs += 61_000;
    expect((await stage.signIn()).status).toBe(201);
    expect(statuses(await fail(6))).toEqual(Array<number>(6).fill(401));
    expect((await stage.signIn()).status).toBe(201);
  });

  test('of a stranger leave the owner room, who comes from another network', async () => {
    await fail(30);
    const home = { 'X-Forwarded-For': '192.0.2.7' };
    expect((await stage.signIn(wrong, home)).status).toBe(401);
    expect((await stage.signIn(right, home)).status).toBe(201);
  });

  test('of strangers in ten networks make the owner wait for 15 minutes at most, whatever they go on with', async () => {
    for (let network = 1; network <= 10; network += 1)
      await fail(6, wrong, { 'X-Forwarded-For': `198.51.100.${network}` });
    const home = { 'X-Forwarded-For': '192.0.2.7' };
    const pollAfterAMinute = async () => {
      stage.api.clock.aheadMs += 60_000;
      const [answer] = await fail(1, wrong, { 'X-Forwarded-For': '198.51.100.1' });
      return answer?.status === 401;
    };
    for (let minutes = 0; minutes < 60; minutes += 1) await pollAfterAMinute();
    while (!(await pollAfterAMinute()));
    const refused = await stage.signIn(right, home);
    expect(codeOf(refused)).toEqual([429, 'SIGN_IN_WAIT']);
    const wait = Number(refused.headers['retry-after']);
    expect(wait).toBeLessThanOrEqual(15 * 60);
    for (let minutes = 0; minutes * 60 < wait; minutes += 1) await pollAfterAMinute();
    expect((await stage.signIn(right, home)).status).toBe(201);
  });

  test('of a line count together, however it is written', async () => {
    const spellings = ['+393201234598', '320 1234598', '0039 320 1234598'];
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => stage.signIn({ ...wrong, username: spellings[index % 3] })),
    );
    expect(statuses(answers)).toEqual(comparedThenWait(7));
  });

  test('of strangers do not keep out a device that signed in before', async () => {
    const deviceToken = jsonOf(await stage.signIn())['deviceToken'] as string;
    await fail(15);
    expect((await stage.signIn()).status).toBe(429);
    const known = { 'Device-Token': deviceToken };
    const answer = await stage.signIn(right, known);
    expect(answer.status).toBe(201);
    expect(jsonOf(answer)).not.toHaveProperty('deviceToken');
    expect((await stage.signIn()).status).toBe(429);
    expect(statuses(await fail(30, wrong, known))).toEqual(comparedThenWait(10));
  });

  test.each([
    ['of another account', (token: string) => ({ username: 'Sconosciuta1', token })],
    [
      'that was made up',
      (token: string) => ({
        username: administrator,
        token: token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      }),
    ],
  ])('are not spared a device %s', async (_name, change) => {
    const { username, token } = change(jsonOf(await stage.signIn())['deviceToken'] as string);
    await fail(10, { ...wrong, username });
    expect((await stage.signIn({ ...wrong, username }, { 'Device-Token': token })).status).toBe(429);
  });

  test('are not spared a device of the name’s former owner, nor one that knew the former password', async () => {
    const { accounts } = stage.api.context.database;
    const known = { 'Device-Token': jsonOf(await stage.signIn())['deviceToken'] as string };
    await accounts.updateOne({}, { $inc: { sessionEpoch: 1 } });
    await fail(10);
    expect((await stage.signIn(wrong, known)).status).toBe(429);
    await accounts.deleteMany({});
    await recordAccount(stage.api, { _id: 'new owner' });
    expect((await stage.signIn(wrong, known)).status).toBe(429);
    await accounts.deleteMany({});
  });

  test('on all devices of an account together are twice those of one, however many tokens there are', async () => {
    const tokens: string[] = [];
    for (let count = 0; count < 6; count += 1)
      tokens.push(jsonOf(await stage.signIn())['deviceToken'] as string);
    const answers: number[] = [];
    for (const token of tokens) answers.push(...statuses(await fail(9, wrong, { 'Device-Token': token })));
    expect(answers.filter((status) => status === 401)).toHaveLength(20);
    expect(answers.slice(20)).toEqual(answers.slice(20).map(() => 429));
  });

  test('are not spared a device that was known too long ago', async () => {
    const known = { 'Device-Token': jsonOf(await stage.signIn())['deviceToken'] as string };
    stage.api.clock.aheadMs = 180 * 24 * hour;
    await fail(10);
    expect((await stage.signIn(wrong, known)).status).toBe(429);
  });
});

describe('failures from one network address', () => {
  const strict = sessionStage({ FAILURES_PER_ORIGIN: '3' });
  const from = (address: string, username: string, password = wrong.password) =>
    strict.signIn({ username, password }, { 'X-Forwarded-For': address });

  test('make all of its /64 wait, for any account, and no other; one account that signs in again and again earns it nothing', async () => {
    for (let times = 0; times < 5; times += 1)
      expect((await from('2001:db8:1:2::1', administrator, goodPassword)).status).toBe(201);
    for (let each = 1; each <= 3; each += 1)
      expect((await from(`2001:db8:1:2::${each}`, `Sconosciuta${each}`)).status).toBe(401);
    expect((await from('2001:db8:1:2:ffff::9', 'Sconosciuta4')).status).toBe(429);
    expect((await from('2001:db8:1:3::1', 'Sconosciuta4')).status).toBe(401);
    const tries = await strict.api.context.database.limits.find({ _id: /^password of a name:/ }).lean();
    expect(tries.flatMap(({ uses = [] }) => uses)).toHaveLength(4);
  });

  test('count at its /56 and its /48 too, where a home or an office has them all', async () => {
    const answers: number[] = [];
    for (let each = 0; each < 16; each += 1) {
      const network = each.toString(16).padStart(4, '0');
      answers.push((await from(`2001:db8:1:${network}::1`, `Sconosciuta${each}`)).status);
    }
    expect(answers).toEqual([...Array<number>(6).fill(401), ...Array<number>(10).fill(429)]);
    const further: number[] = [];
    for (let each = 1; each < 16; each += 1)
      further.push((await from(`2001:db8:1:${each.toString(16)}00::1`, `Altra${each}`)).status);
    expect(further).toEqual([...Array<number>(6).fill(401), ...Array<number>(9).fill(429)]);
  });
});

describe('a step-up', () => {
  const stage = sessionStage();

  const stepUp = (token: string, password = goodPassword) =>
    stage.api.send(post('/v1/sessions/current/step-up', { password }, bearer(token)));

  async function byTheNetwork(): Promise<string> {
    const token = await stage.tokenOf();
    await stage.api.context.database.sessions.updateOne({}, { $set: { assurance: 'network' } });
    return token;
  }

  test('gives the session the assurance of a password and another token; the former one is void', async () => {
    const token = await byTheNetwork();
    expect(jsonOf(await stage.ask(token))['assurance']).toBe('network');
    const answer = await stepUp(token);
    expect([answer.status, jsonOf(answer)['assurance']]).toEqual([200, 'password']);
    await stage.expectOver(token);
    expect(jsonOf(await stage.ask(jsonOf(answer)['token']))['assurance']).toBe('password');
    expect(await stage.api.context.database.sessions.countDocuments()).toBe(1);
  });

  test('with a wrong password changes nothing; of thirty at one moment exactly ten are compared', async () => {
    const token = await byTheNetwork();
    const hashes = stage.countHashes();
    const answers = await Promise.all(Array.from({ length: 30 }, () => stepUp(token, wrong.password)));
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(10);
    expect(hashes).toHaveBeenCalledTimes(10);
    expect((await stepUp(token)).status).toBe(429);
    expect(jsonOf(await stage.ask(token))['assurance']).toBe('network');
    expect((await stage.signIn()).status).toBe(201);
  });
});

describe('a flood of passwords', () => {
  const narrow = sessionStage({ PASSWORD_HASHES_AT_ONCE: '1', PASSWORD_HASHES_WAITING: '1' });

  test('is shed with a 503 when the queue of hashes is full, and does not count as a try', async () => {
    let isFull = true;
    const keepFull = async (): Promise<void> => {
      while (isFull) await narrow.api.context.passwordHashing.hash('sempre una in coda');
    };
    const queue = [keepFull(), keepFull()];
    const answers = await Promise.all(Array.from({ length: 8 }, () => narrow.signIn(wrong)));
    isFull = false;
    await Promise.all(queue);
    const shed = answers.filter(({ status }) => status === 503);
    expect(shed.length).toBeGreaterThan(0);
    for (const answer of shed) {
      expect(codeOf(answer)).toEqual([503, 'OVERLOADED']);
      expect(answer.headers['retry-after']).toBe('2');
    }
    // While seven are counted, the name has no room for an eighth: it may be told to wait.
    const compared = answers.filter(({ status }) => status === 401);
    const waits = answers.filter(({ status }) => status === 429);
    expect(shed.length + compared.length + waits.length).toBe(8);
    const counted = await narrow.api.context.database.limits.find().lean();
    const [uses, failures] = [
      counted.flatMap((each) => each.uses ?? []),
      counted.flatMap((each) => each.failures ?? []),
    ];
    expect([uses.length, failures.length]).toEqual([compared.length, compared.length]);
    expect((await narrow.signIn()).status).toBe(201);
  });
});
