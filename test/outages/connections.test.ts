import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import { sendRaw } from '../api/support/rawHttp';
import { goodRequests } from '../api/support/requests';
import { portOf, TestApi } from '../api/support/testApi';

const open: Socket[] = [];
function closeAll(): void {
  for (const socket of open.splice(0)) socket.destroy();
}
afterEach(closeAll);

interface Sent {
  readonly socket: Socket;
  /** When the other side ended it, in milliseconds; undefined where it has not. */
  endedAfterMs: () => number | undefined;
}

function connectTo(server: Server, localAddress = '127.0.0.1'): Sent {
  const began = performance.now();
  let ended: number | undefined;
  const socket = connect({ port: portOf(server), host: '127.0.0.1', localAddress });
  socket.on('error', () => undefined);
  for (const event of ['end', 'close']) socket.once(event, () => (ended ??= performance.now() - began));
  open.push(socket);
  return { socket, endedAfterMs: () => ended };
}

/** What each of them sends, a piece every half second, without an end. */
const slowSenders: Readonly<Record<string, readonly [beginning: string, piece: string]>> = {
  silence: ['', ''],
  headers: ['GET / HTTP/1.1\r\nHost: localhost\r\n', 'X-Slow: 1\r\n'],
  'a request line': ['GET /', 'a'],
  body: [
    'POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n',
    'a',
  ],
  'a chunked body': [
    'POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    '1\r\na\r\n',
  ],
};

function sendSlowly(server: Server): Readonly<Record<string, Sent>> {
  const entries = Object.entries(slowSenders).map(([name, [beginning, piece]]) => {
    const sent = connectTo(server);
    sent.socket.resume().write(beginning);
    const timer = setInterval(() => sent.socket.writable && piece && sent.socket.write(piece), 500);
    sent.socket.once('close', () => clearInterval(timer));
    return [name, sent] as const;
  });
  return Object.fromEntries(entries);
}

describe('a connection', () => {
  let api: TestApi;
  beforeAll(async () => (api = await TestApi.start()));
  afterAll(() => api.stop());

  test('whose sender is slow ends after 10 s for the headers and 15 s for the request; by Node.js alone it lives on', async () => {
    const control = createServer({ headersTimeout: 10_000, requestTimeout: 15_000 }).listen(0, '127.0.0.1');
    await once(control, 'listening');
    const senders = sendSlowly(api.server);
    const controls = sendSlowly(control);
    const ended = await eventually(() => {
      const times = Object.entries(senders).map(([name, sent]) => [name, sent.endedAfterMs()] as const);
      return times.every(([, ms]) => ms !== undefined) ? times : undefined;
    }, 'A slow connection lives on.');
    const outOfTime = ended.filter(([name, ms = 0]) => {
      const most = name.includes('body') ? 15_000 : 10_000;
      return ms < most - 1_000 || ms > most + 8_000;
    });
    expect(outOfTime).toEqual([]);
    expect(Object.values(controls).filter((sent) => sent.endedAfterMs() !== undefined)).toEqual([]);
    control.closeAllConnections();
    control.close();
  });

  test('whose peer reads no answer ends; without a limit it would stay', async () => {
    const request = 'GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(200);
    const unread = async (timeoutMs: number) => {
      api.server.timeout = timeoutMs;
      const before = await connectionsOf(api.server);
      const { socket } = connectTo(api.server);
      socket.pause().write(request);
      await eventually(
        async () => (await connectionsOf(api.server)) > before || undefined,
        'It is not open.',
      );
      await delay(4_000);
      return (await connectionsOf(api.server)) - before;
    };
    expect(api.server.timeout).toBe(60_000);
    expect(await unread(0)).toBe(1);
    expect(await unread(1_000)).toBe(0);
    api.server.timeout = 60_000;
  });
});

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}

/** Waits until so many were refused, and whether it stays at that. */
async function settled(sent: readonly Sent[], expected: number): Promise<{ open: number; refused: number }> {
  const refused = () => sent.filter((each) => each.endedAfterMs() !== undefined).length;
  await eventually(() => refused() >= expected || undefined, `Fewer than ${expected} were refused.`);
  await delay(1_000);
  return { open: sent.length - refused(), refused: refused() };
}

describe('of forty connections that may be open', () => {
  const many = (api: TestApi, count: number, address?: string) =>
    Array.from({ length: count }, () => connectTo(api.server, address));

  test('one network gets thirty, and the others still come in', async () => {
    const api = await TestApi.start({ MAX_CONNECTIONS: '40' });
    expect(await settled(many(api, 60), 30)).toEqual({ open: 30, refused: 30 });
    expect(await settled(many(api, 5, '127.0.0.2'), 0)).toEqual({ open: 5, refused: 0 });
    expect(await settled(many(api, 2, '127.0.0.3'), 0)).toEqual({ open: 2, refused: 0 });
    closeAll();
    await eventually(async () => (await connectionsOf(api.server)) === 0 || undefined, 'They stay open.');
    expect(await settled(many(api, 30), 0)).toEqual({ open: 30, refused: 0 });
    const { text } = await api.askOperator({ path: '/metrics' });
    expect(text).toContain('http_connections_refused_total 30');
    closeAll();
    await api.stop();
  });

  test('a trusted proxy gets all, since it brings those of many, and no more than all', async () => {
    const api = await TestApi.start({ MAX_CONNECTIONS: '40', TRUSTED_PROXIES: '127.0.0.1' });
    expect(await settled(many(api, 60), 20)).toEqual({ open: 40, refused: 20 });
    closeAll();
    await api.stop();
  });
});

describe('while 80 connections read one flow', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.start({ TRUSTED_PROXIES: '127.0.0.1', SHARED_NETWORKS: '192.0.2.0/24=10' });
  });
  afterAll(() => api.stop());
  afterEach(() => api.flows.reset());

  const readFrom = (address: string) => {
    const request = goodRequests['readFlow']!(api);
    return api.send({ ...request, headers: { ...request.headers, 'X-Forwarded-For': address } });
  };
  const loadPages = () =>
    Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        sendRaw(portOf(api.server), { path: '/', headers: { 'X-Forwarded-For': `198.51.100.${index % 4}` } }),
      ),
    ).then((answers) => answers.map(({ status }) => status));

  test('from one address, every page that others load comes', async () => {
    const release = api.flows.hold();
    const reads = Array.from({ length: 80 }, () => readFrom('203.0.113.9'));
    await api.flows.untilAsked(48);
    expect(await loadPages()).toEqual(Array.from({ length: 20 }, () => 200));
    release();
    const statuses = (await Promise.all(reads)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(48);
    expect(statuses.filter((status) => status === 503)).toHaveLength(32);
  });

  test('from one address that many people share, there are as many places as ten would have, and one is left', async () => {
    const release = api.flows.hold();
    const reads = Array.from({ length: 80 }, () => readFrom('192.0.2.1'));
    await api.flows.untilAsked(62);
    expect((await loadPages()).filter((status) => status === 200).length).toBeGreaterThan(0);
    release();
    const statuses = (await Promise.all(reads)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(62);
  });

  test('from as many addresses, there is no room left: the share is what kept it', async () => {
    const release = api.flows.hold();
    const reads = Array.from({ length: 80 }, (_, index) => readFrom(`203.0.113.${index}`));
    await api.flows.untilAsked(64);
    expect(await loadPages()).toEqual(Array.from({ length: 20 }, () => 503));
    release();
    await Promise.all(reads);
  });

  test('from the addresses of one home, which has a /64, they are one', async () => {
    const release = api.flows.hold();
    const reads = Array.from({ length: 80 }, (_, index) => readFrom(`2001:db8:1:2::${index.toString(16)}`));
    await api.flows.untilAsked(48);
    expect(await loadPages()).toEqual(Array.from({ length: 20 }, () => 200));
    release();
    await Promise.all(reads);
  });
});
