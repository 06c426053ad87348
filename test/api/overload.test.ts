import { connect, type AddressInfo } from 'node:net';
import { eventually } from '../support/eventually';
import { jsonOf } from './support/rawHttp';
import { goodRequests } from './support/requests';
import { TestApi } from './support/testApi';

let api: TestApi;
beforeAll(async () => (api = await TestApi.start({ MAX_REQUESTS_IN_FLIGHT: '2' })));
afterAll(() => api.stop());
afterEach(() => api.flows.reset());

const read = () => api.send(goodRequests['readFlow']!(api));
const register = () => api.send(goodRequests['registerUserAdmin']!(api));

/** What is under way is held until the test lets it go: what is answered before is not waiting for it. */
async function atOnce<Result>(answer: Promise<Result>): Promise<Result> {
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(
      () => reject(new Error('There was no answer before what is under way ended.')),
      60_000,
    ).unref();
  });
  return Promise.race([answer, late]);
}

describe('with as many requests under way as one process works on', () => {
  test('the next is shed at once, those under way end well, and then there is room again', async () => {
    const release = api.flows.hold();
    const underWay = [register(), register()];
    await api.flows.untilAsked(2);

    const shed = await atOnce(read());
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
    await api.flows.untilAsked(2);
    await atOnce(read());

    expect((await api.send({ path: '/health/live' })).status).toBe(200);
    expect((await api.send({ path: '/openapi.json' })).status).toBe(200);
    expect((await api.askOperator({ path: '/metrics' })).text).toMatch(/http_requests_shed_total [1-9]/);
    release();
    await Promise.all(underWay);
  });

  test('senders that are slow with their bodies hold no place', async () => {
    const { port } = api.server.address() as AddressInfo;
    const slow = Array.from({ length: 8 }, () => connect(port, '127.0.0.1'));
    let begun = 0;
    const count = () => (begun += 1);
    api.server.on('request', count);
    for (const socket of slow) socket.write(halfOfARequest);
    await eventually(() => (begun === slow.length ? true : undefined), 'Not every request has begun.');
    api.server.off('request', count);
    expect((await atOnce(read())).status).toBe(200);
    for (const socket of slow) socket.destroy();
  });

  test('a caller that goes away gives its place back', async () => {
    api.flows.hold();
    const leaving = new AbortController();
    const left = [1, 2].map(() => fetchAndLeave(goodRequests['readFlow']!(api).path, leaving.signal));
    await api.flows.untilAsked(2);
    leaving.abort();
    await Promise.all(left);
    await eventually(async () => {
      const { status } = await atOnce(api.send({ path: '/v1/sessions/current' }));
      return status === 503 ? undefined : status;
    }, 'There is no room again while the flows of those who left are still held.');
  });
});

const halfOfARequest = [
  'POST /v1/activations HTTP/1.1',
  'Host: localhost',
  'Content-Type: application/json',
  'Content-Length: 1000',
  '',
  '{"token":',
].join('\r\n');

async function fetchAndLeave(path: string, signal: AbortSignal): Promise<void> {
  const { port } = api.server.address() as { port: number };
  const headers = { ...(goodRequests['readFlow']!(api).headers as Record<string, string>) };
  await expect(fetch(`http://127.0.0.1:${port}${path}`, { headers, signal })).rejects.toThrow();
}
