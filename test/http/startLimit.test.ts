import { TestApi } from '../api/support/testApi';
import { goodRequests } from '../api/support/requests';
import { jsonOf } from '../api/support/rawHttp';

describe('starts from one network address', () => {
  let api: TestApi;
  beforeAll(
    async () => (api = await TestApi.start({ STARTS_PER_ORIGIN: '3', TRUSTED_PROXIES: '127.0.0.1' })),
  );
  afterAll(() => api.stop());

  const startFrom = (address: string) => {
    const request = goodRequests['registerUserAdmin']!(api);
    return api.send({ ...request, headers: { ...(request.headers as object), 'X-Forwarded-For': address } });
  };

  test('are refused past the limit with the time to wait, while other addresses go on', async () => {
    for (let number = 0; number < 3; number += 1) expect((await startFrom('192.0.2.1')).status).toBe(202);
    const refused = await startFrom('192.0.2.1');
    expect([refused.status, jsonOf(refused)['code']]).toEqual([429, 'TOO_MANY_STARTS']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(890);
    expect(api.flows.starts).toHaveLength(3);
    expect((await startFrom('192.0.2.2')).status).toBe(202);
  });
});
