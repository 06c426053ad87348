import type { IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';
import { breachedPasswordsAt } from '../../src/security/knownPasswords';
import { digestOf, RangeServer, suffixOf } from '../api/support/rangeServer';
import { jsonOf } from '../api/support/rawHttp';
import { awaitPassword, bearer, flowId, goodPassword, post } from '../api/support/requests';
import { TestApi } from '../api/support/testApi';

const breached = 'cavallo giusto pila graffetta';
const others = Array.from({ length: 800 }, (_, index) => `${suffixOf(`other ${index}`)}:${index % 3}`);

function rows(...known: readonly string[]): RangeServer['answer'] {
  const text = [...others.slice(0, 400), ...known, ...others.slice(400)].join('\r\n');
  return (response) => response.writeHead(200, { 'Content-Type': 'text/plain' }).end(text);
}

let list: RangeServer;
let failures: string[] = [];
const includes = (password: string, url = list.url) =>
  breachedPasswordsAt(url, (kind) => failures.push(kind)).includes(password);

beforeAll(async () => (list = await RangeServer.start(rows())));
afterAll(() => list.stop());
beforeEach(() => {
  list.answer = rows(`${suffixOf(breached)}:12`);
  list.asked.length = 0;
  failures = [];
});

describe('a list of breached passwords', () => {
  test('tells those that it has from those that it has not', async () => {
    expect(await includes(breached)).toBe(true);
    expect(await includes(`${breached}!`)).toBe(false);
    expect(failures).toEqual([]);
  });

  test('learns five digits of the digest, asks for padding, and learns nothing else', async () => {
    await includes(breached);
    expect(list.asked).toHaveLength(1);
    const [{ method, url, headers, rawHeaders }] = list.asked as [IncomingMessage];
    expect([method, url]).toEqual(['GET', `/range/${digestOf(breached).slice(0, 5)}`]);
    expect(headers['add-padding']).toBe('true');
    expect(headers).not.toHaveProperty('cookie');
    expect(rawHeaders.join(' ').toUpperCase()).not.toContain(suffixOf(breached));
  });

  test('pads with rows of the count 0, which are no passwords', async () => {
    list.answer = rows(`${suffixOf(breached)}:0`);
    expect(await includes(breached)).toBe(false);
    expect(failures).toEqual([]);
  });

  test.each([
    ['in lower case, with line feeds alone', `\n${suffixOf(breached).toLowerCase()}:1\n`],
    ['as its only row', `${suffixOf(breached)}:99999999`],
  ])('may answer %s', async (_how, text) => {
    list.answer = (response) => response.end(text);
    expect(await includes(breached)).toBe(true);
  });

  test('may answer compressed, and with nothing where it knows none', async () => {
    list.answer = (response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(`${suffixOf(breached)}:1`));
    expect(await includes(breached)).toBe(true);
    list.answer = (response) => response.end();
    expect(await includes(breached)).toBe(false);
    expect(failures).toEqual([]);
  });
});

const trickle: RangeServer['answer'] = (response) => {
  response.writeHead(200).write(others.join('\r\n'));
};
const endless: RangeServer['answer'] = (response) => {
  const more = () => {
    while (response.writable && response.write(`${others.join('\r\n')}\r\n`));
  };
  response.on('drain', more).on('error', () => undefined);
  more();
};
const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, `${others[0] ?? ''}\r\n`));
const troubles: readonly (readonly [string, RangeServer['answer'], string])[] = [
  ['that never answers', () => undefined, 'TimeoutError'],
  ['that never ends its answer', trickle, 'TimeoutError'],
  ['that hangs up', (response) => response.destroy(), 'TypeError'],
  ['that is overloaded', (response) => response.writeHead(503).end(suffixOf(breached)), 'status 503'],
  ['that wants fewer questions', (response) => response.writeHead(429).end(), 'status 429'],
  ['with a page', (response) => response.end('<html>login</html>'), 'no rows of a range'],
  ['with JSON', (response) => response.end(`{"${suffixOf(breached)}":12}`), 'no rows of a range'],
  [
    'cut within a row',
    (response) => response.end(`${suffixOf(breached)}:12\r\n0018A4`),
    'no rows of a range',
  ],
  ['of huge bodies', endless, 'too large'],
  [
    'that packs 50 MB into little',
    (response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb),
    'too large',
  ],
];

describe('a list in trouble keeps nobody from choosing a password:', () => {
  test.each(troubles)('one %s', async (_how, answer, kind) => {
    list.answer = answer;
    const began = performance.now();
    expect(await includes(breached)).toBe(false);
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(failures).toEqual([kind]);
  });

  test('one that is gone', async () => {
    const gone = await RangeServer.knowing(breached);
    const { url } = gone;
    await gone.stop();
    expect(await includes(breached, url)).toBe(false);
    expect(failures).toEqual(['TypeError']);
  });

  test('one that leads elsewhere is not followed', async () => {
    const elsewhere = await RangeServer.start(rows(`${suffixOf(breached)}:12`));
    list.answer = (response, { url }) =>
      response.writeHead(302, { Location: `${elsewhere.url}${url ?? ''}` }).end();
    expect(await includes(breached)).toBe(false);
    expect([elsewhere.asked.length, failures]).toEqual([0, ['status 302']]);
    await elsewhere.stop();
  });
});

describe('a new password', () => {
  let api: TestApi;
  beforeAll(async () => (api = await TestApi.start({ BREACHED_PASSWORDS_URL: `${list.url}/` })));
  afterAll(() => api.stop());
  beforeEach(async () => {
    api.flows.reset();
    api.logLines.length = 0;
    await awaitPassword(api);
  });

  const set = (body: unknown) =>
    api.send(post(`/v1/flows/${flowId}/password`, body, { Authorization: bearer(api, 'password') }));
  const claims = () => api.context.database.passwordClaims.countDocuments();

  test('of the list is refused with the reason, and not hashed', async () => {
    const answer = await set({ password: breached });
    expect([answer.status, jsonOf(answer)['code'], await claims()]).toEqual([422, 'PASSWORD_BREACHED', 0]);
    expect(jsonOf(answer)['errors']).toMatchObject([{ pointer: '/password', code: 'PASSWORD_BREACHED' }]);
    expect((await set({ password: breached.normalize('NFD') })).status).toBe(422);
  });

  test('that the policy refuses, one that is generated, and one that no flow waits for are not asked about', async () => {
    expect(jsonOf(await set({ password: 'ab'.repeat(10) }))['code']).toBe('PASSWORD_REPETITIVE');
    expect((await set({ generate: true })).status).toBe(200);
    api.flows.reset();
    expect((await set({ password: breached })).status).toBe(200);
    expect(list.asked).toHaveLength(0);
  });

  test('that is not of the list is taken', async () => {
    expect((await set({ password: goodPassword })).status).toBe(200);
    expect(await claims()).toBe(1);
  });

  test('is taken while the list is in trouble, and the log tells that, with nothing of the password', async () => {
    list.answer = (response) => response.writeHead(500).end();
    expect((await set({ password: breached })).status).toBe(200);
    const [line] = api.logLines.filter((each) => each.includes('breached passwords could not be asked'));
    expect(JSON.parse(line ?? '')).toMatchObject({ level: 40, kind: 'status 500' });
    const logged = api.logLines.join('\n').toUpperCase();
    for (const secret of [breached.toUpperCase(), digestOf(breached).slice(0, 5), suffixOf(breached)])
      expect(logged).not.toContain(secret);
  });

  test('is judged where no list is named too, and asked about nowhere', async () => {
    const without = await TestApi.start();
    await awaitPassword(without);
    const answerTo = (password: string) =>
      without.send(
        post(`/v1/flows/${flowId}/password`, { password }, { Authorization: bearer(api, 'password') }),
      );
    const refused = await answerTo('password1234567');
    expect([refused.status, jsonOf(refused)['code']]).toEqual([422, 'PASSWORD_COMMON']);
    expect([(await answerTo(breached)).status, list.asked.length]).toEqual([200, 0]);
    await without.stop();
  });
});
