import { METHODS } from 'node:http';
import { jsonOf } from './support/rawHttp';
import { goodRequests } from './support/requests';
import { TestApi } from './support/testApi';

let api: TestApi;
beforeAll(async () => (api = await TestApi.start()));
afterAll(() => api.stop());
beforeEach(() => api.flows.reset());

/** CONNECT asks a proxy for a tunnel: no server of ours answers it. */
const methods = METHODS.filter((method) => method !== 'CONNECT');

describe('methods', () => {
  test.each(Object.keys(goodRequests))(
    'of %s: those that are not served get 405 and Allow, and begin nothing',
    async (name) => {
      const { path: asked } = api.context.endpoints.find(({ operationId }) => operationId === name)!;
      const served = api.context.endpoints
        .filter((endpoint) => endpoint.path === asked)
        .flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
      const { path } = goodRequests[name]!(api);
      for (const method of methods.filter((each) => !served.includes(each))) {
        const answer = await api.send({ method, path });
        expect([method, answer.status]).toEqual([method, 405]);
        expect(answer.headers['allow']).toBe(served.join(', '));
        if (method !== 'HEAD') expect(jsonOf(answer)['code']).toBe('METHOD_NOT_ALLOWED');
      }
      expect(api.flows.calls).toBe(0);
    },
  );

  test('HEAD of a flow says what GET would, without the body', async () => {
    const answer = await api.send({ ...goodRequests['readFlow']!(api), method: 'HEAD' });
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test("a scanner's GET and HEAD on the link of a mail consume nothing", async () => {
    const token = api.links.tokenOf('userAdminRegistration', 'Zl8Wb1n0S3yqk2cJx4mB7g');
    for (const method of ['GET', 'HEAD']) {
      for (const path of ['/activation', `/activation?token=${token}`, `/v1/activations?token=${token}`]) {
        await api.send({ method, path });
      }
    }
    expect(api.flows.calls).toBe(0);
  });

  test.each([
    '/v0',
    '/v1',
    '/v1/flows',
    '/v1/flows/%',
    '/v1/flows/%ff/password',
    '/%00',
    '/health',
    '/problems/constructor',
    '/docs/assets/..%2f..%2fpackage.json',
    '//evil.example',
    '/.env',
  ])('%s is not found, as a problem', async (path) => {
    const answer = await api.send({ path });
    expect([answer.status, jsonOf(answer)['code']]).toEqual([404, 'NOT_FOUND']);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('every answer forbids sniffing, framing and referrers, and does not name its software', async () => {
    for (const path of ['/health/live', '/openapi.json', '/nowhere', '/docs']) {
      const { headers } = await api.send({ path });
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': expect.stringContaining('max-age=') as string,
      });
      expect(headers['x-powered-by']).toBeUndefined();
    }
  });
});
