import { Keyring } from '../../src/config/keys';
import { EncryptingPayloadCodec } from '../../src/security/sealing';
import { jsonOf } from './support/rawHttp';
import { exampleRegistration, flowId, goodRequests, type Headers } from './support/requests';
import { TestApi } from './support/testApi';

const codecToken = 'operators-only';
const uiOrigin = 'https://temporal.example';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start({
    CODEC_ENDPOINT_TOKEN: codecToken,
    TEMPORAL_UI_ORIGIN: `${uiOrigin}/namespaces`,
  });
});
afterAll(() => api.stop());

const base64 = (text: string) => Buffer.from(text).toString('base64');
const plain = { metadata: { encoding: base64('json/plain') }, data: base64('"in clear"') };

async function sealed(keys: Keyring) {
  const [payload] = await new EncryptingPayloadCodec(keys).encode([
    { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('"in clear"') },
  ]);
  const metadata = Object.entries(payload?.metadata ?? {}).map(([name, value]) => [
    name,
    Buffer.from(value).toString('base64'),
  ]);
  return {
    metadata: Object.fromEntries(metadata) as unknown,
    data: Buffer.from(payload!.data!).toString('base64'),
  };
}

function decode(body: unknown, headers: Headers = { Authorization: `Bearer ${codecToken}` }) {
  return api.askOperator({
    method: 'POST',
    path: '/codec/decode',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

describe('decoding of payloads', () => {
  test('opens what the service closed, and passes on a payload that was never encrypted', async () => {
    const closed = await sealed(api.context.settings.secrets.serviceKeys);
    const answer = await decode({ payloads: [closed, plain] });
    expect(answer.status).toBe(200);
    expect(jsonOf(answer)).toEqual({ payloads: [plain, plain] });
  });

  test.each([{}, { Authorization: '' }, { Authorization: codecToken }, { Authorization: 'Bearer wrong' }])(
    'with the headers %j is refused',
    async (headers) => {
      const closed = await sealed(api.context.settings.secrets.serviceKeys);
      const answer = await decode({ payloads: [closed] }, headers);
      expect(answer.status).toBe(401);
      expect(answer.text).not.toContain(plain.data);
    },
  );

  test.each([
    '{',
    '[]',
    'null',
    '{}',
    '{"payloads":1}',
    '{"payloads":[{"data":"***"}]}',
    '{"payloads":[null]}',
  ])('of %s is a 400 without a stack', async (body) => {
    const answer = await decode(body);
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.text).not.toMatch(/ at |node_modules/);
  });

  test('of a body that is too large is a 413 without a stack', async () => {
    const answer = await decode(`{"payloads":[{"data":"${'A'.repeat(6 * 1024 * 1024)}"}]}`);
    expect(answer.status).toBe(413);
    expect(answer.text).not.toContain('node_modules');
  });

  test('of a payload under an unknown key, and of one that was tampered with, is refused', async () => {
    const strangers = Keyring.parse(`other:${Buffer.alloc(32, 5).toString('base64')}`, 'SERVICE_KEYS');
    expect((await decode({ payloads: [await sealed(strangers)] })).status).toBe(422);
    const closed = await sealed(api.context.settings.secrets.serviceKeys);
    const data = Buffer.from(closed.data, 'base64');
    data[data.length - 1]! ^= 1;
    expect((await decode({ payloads: [{ ...closed, data: data.toString('base64') }] })).status).toBe(422);
  });

  test('is allowed to pages of the Temporal UI alone', async () => {
    for (const origin of [uiOrigin, 'https://evil.example', 'null', 'http://temporal.example']) {
      const answer = await api.askOperator({
        method: 'OPTIONS',
        path: '/codec/decode',
        headers: {
          Origin: origin,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'authorization,content-type,x-namespace',
        },
      });
      const allowed = origin === uiOrigin;
      expect([origin, answer.status]).toEqual([origin, allowed ? 204 : 403]);
      expect(answer.headers['access-control-allow-origin']).toBe(allowed ? uiOrigin : undefined);
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    }
  });

  const authorised = { Authorization: `Bearer ${codecToken}` };
  test.each<[string, Headers, number]>([
    ['a page of the UI', { Origin: uiOrigin }, 200],
    ['a page of the UI, behind one proxy with it', { Origin: uiOrigin, Host: 'temporal.example' }, 200],
    ['no page', { Host: 'localhost:3001' }, 200],
    ['no page, at the IPv6 loopback', { Host: '[::1]:3001' }, 200],
    ['a page of another site', { Origin: 'https://evil.example' }, 403],
    ['a page that hides its site', { Origin: 'null' }, 403],
    ['a page of the same name without TLS', { Origin: 'http://temporal.example' }, 403],
    [
      'a page by a name that leads here',
      { Origin: 'http://evil.example:3001', Host: 'evil.example:3001' },
      403,
    ],
    ['a name that leads here', { Host: 'evil.example' }, 403],
    ['a name that begins like the loopback', { Host: '127.0.0.1.evil.example' }, 403],
    ['a name that ends like the UI', { Host: 'nottemporal.example' }, 403],
  ])('asked by %s, with the token, is %j: %i', async (_who, headers, status) => {
    const closed = await sealed(api.context.settings.secrets.serviceKeys);
    const answer = await decode({ payloads: [closed] }, { ...authorised, ...headers });
    expect(answer.status).toBe(status);
    expect(answer.text.includes(plain.data)).toBe(status === 200);
  });

  test('is not on the port of customers', async () => {
    expect((await api.send({ method: 'POST', path: '/codec/decode' })).status).toBe(404);
    expect((await api.send({ path: '/metrics' })).status).toBe(404);
  });
});

describe('metrics', () => {
  test('count by route as it is declared: no id, no path that was asked for, nothing of a person', async () => {
    await api.send(goodRequests['registerUserAdmin']!(api));
    await api.send(goodRequests['readFlow']!(api));
    await api.send({ path: `/v1/flows/${flowId}/chiara.esempio@example.com?email=chiara` });
    const { text } = await api.askOperator({ path: '/metrics' });
    expect(text).toContain('route="/v1/flows/:flowId",status="200"');
    expect(text).toContain('route="none",status="404"');
    const { username, vatNumber, legalRepresentative } = exampleRegistration;
    for (const secret of [flowId, 'chiara', username, vatNumber, ...Object.values(legalRepresentative)]) {
      expect(text).not.toContain(secret);
    }
  });
});
