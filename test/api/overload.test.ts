import { jsonOf } from './support/rawHttp';
import { goodRequests } from './support/requests';
import { TestApi } from './support/testApi';

let api: TestApi;
beforeAll(async () => (api = await TestApi.start({ MAX_REQUESTS_IN_FLIGHT: '2' })));
afterAll(() => api.stop());
beforeEach(() => api.flows.reset());

const read = () => api.send(goodRequests['readFlow']!(api));
const register = () => api.send(goodRequests['registerUserAdmin']!(api));

async function untilStarted(count: number): Promise<void> {
  while (api.flows.starts.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('with as many requests under way as one process works on', () => {
  test('the next is shed at once, those under way end well, and then there is room again', async () => {
    const release = api.flows.hold();
    const underWay = [register(), register()];
    await untilStarted(2);

    const began = performance.now();
    const shed = await read();
    expect(performance.now() - began).toBeLessThan(500);
    expect([shed.status, jsonOf(shed)['code'], shed.headers['retry-after']]).toEqual([
      503,
      'OVERLOADED',
      '2',
    ]);

    release();
    expect((await Promise.all(underWay)).map(({ status }) => status)).toEqual([202, 202]);
    expect((await read()).status).toBe(200);
  });

  test('health, description and metrics still answer, and the metrics count what was shed', async () => {
    const release = api.flows.hold();
    const underWay = [register(), register()];
    await untilStarted(2);
    await read();

    expect((await api.send({ path: '/health/live' })).status).toBe(200);
    expect((await api.send({ path: '/openapi.json' })).status).toBe(200);
    expect((await api.askOperator({ path: '/metrics' })).text).toMatch(/http_requests_shed_total [1-9]/);
    release();
    await Promise.all(underWay);
  });

  test('a caller that goes away gives its place back', async () => {
    const release = api.flows.hold();
    const left = [AbortSignal.timeout(200), AbortSignal.timeout(200)].map((signal) =>
      fetchAndLeave(goodRequests['readFlow']!(api).path, signal),
    );
    await Promise.all(left);
    release();
    api.flows.reset();
    expect((await read()).status).toBe(200);
    expect((await register()).status).toBe(202);
  });
});

async function fetchAndLeave(path: string, signal: AbortSignal): Promise<void> {
  const { port } = api.server.address() as { port: number };
  const headers = { ...(goodRequests['readFlow']!(api).headers as Record<string, string>) };
  await expect(fetch(`http://127.0.0.1:${port}${path}`, { headers, signal })).rejects.toThrow();
}
