import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { freePort } from '../../embedded/ports';
import { MessageDelayed, MessageRefused, type SmsChannel } from '../../src/messaging/channel';
import { createSmsChannel } from '../../src/messaging/channels';
import { createSmsGatewayChannel } from '../../src/messaging/smsGatewayChannel';
import { createLogger } from '../../src/observability/logger';
import { failureOf } from './support/messages';
import { sms } from './support/smsMessages';

const token = 'hunter2-hunter2';
const taken: {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}[] = [];
let answer: (response: ServerResponse) => void;
let url: string;
let channel: SmsChannel;

const server = createServer((request, response) => {
  const take = async () => {
    const body = request.method === 'POST' ? await json(request) : undefined;
    taken.push({ path: `${request.method} ${request.url}`, headers: request.headers, body });
    answer(response);
  };
  take().catch(() => response.destroy());
});

const answers =
  (status: number, body = '', headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, headers).end(body);
  };

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});
beforeEach(() => {
  taken.length = 0;
  answer = answers(202);
  channel = createSmsGatewayChannel({
    gatewayUrl: url,
    token,
    sender: 'WindTre',
    sendDeadlineMs: 300,
    probeLimitMs: 300,
    answerLimit: 1_000,
  });
});
afterEach(() => channel.close());

describe('a text message through the gateway', () => {
  it('is posted as JSON with the token, its reference and its life, under a key that a repetition shares', async () => {
    await channel.send(sms);
    await channel.send(sms);
    const request = {
      path: 'POST /sms',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': sms.messageId,
      },
      body: { to: sms.to, from: 'WindTre', text: sms.text, reference: sms.messageId, validForSeconds: 600 },
    };
    expect(taken).toMatchObject([request, request]);
  });

  it.each([
    ['{"messageIds": ["a", "b"]}', ['a', 'b']],
    ['{"messageIds": ["a", 7]}', ['a']],
    ['{"messageIds": "a"}', []],
    ['null', []],
    ['accepted', []],
    ['', []],
    [`{"messageIds": ["${'x'.repeat(2_000)}"]}`, []],
  ])('is accepted by any 2xx, with the ids that the answer lists (%#)', async (body, ids) => {
    answer = answers(200, body);
    expect(await channel.send(sms)).toEqual(ids);
  });

  it.each([429, 503, 408, 401, 403, 404])(
    'is delayed by %i, and known not to be accepted',
    async (status) => {
      answer = answers(status);
      const failure = await failureOf(channel.send(sms));
      expect(failure).toBeInstanceOf(MessageDelayed);
      expect(failure).toMatchObject({ reason: `HTTP ${status}`, answerLost: false });
    },
  );

  it.each([500, 502, 504, 409])('is delayed by %i, and may have been accepted', async (status) => {
    answer = answers(status);
    expect(await failureOf(channel.send(sms))).toMatchObject({ name: 'MessageDelayed', answerLost: true });
  });

  it.each([400, 413, 422])('is refused for good by %i', async (status) => {
    answer = answers(status, sms.to);
    const failure = await failureOf(channel.send(sms));
    expect(failure).toBeInstanceOf(MessageRefused);
    expect(failure).toMatchObject({ reason: `HTTP ${status}` });
  });

  it('does not follow a redirect, which would take the token elsewhere', async () => {
    answer = answers(307, '', { location: '/elsewhere' });
    expect(await failureOf(channel.send(sms))).toMatchObject({ reason: 'HTTP 307', answerLost: false });
    expect(taken.map(({ path }) => path)).toEqual(['POST /sms']);
  });

  it('waits for its answer to the deadline; what broke off after it went out may have been accepted', async () => {
    answer = () => undefined;
    expect(await failureOf(channel.send(sms))).toMatchObject({ reason: 'no answer', answerLost: true });
    answer = (response) => response.destroy();
    expect(await failureOf(channel.send(sms))).toMatchObject({ name: 'MessageDelayed', answerLost: true });
  });

  it('is known not to be accepted where nobody listens', async () => {
    const away = createSmsGatewayChannel({
      gatewayUrl: `http://127.0.0.1:${await freePort()}`,
      token,
      sender: 'WindTre',
    });
    const failure = await failureOf(away.send(sms));
    expect(failure).toMatchObject({ reason: 'ECONNREFUSED', answerLost: false });
    expect(await away.probe()).toBe(false);
  });

  it('is accepted even if the answer never ends', async () => {
    answer = (response) => response.writeHead(200).write('{"messageIds"');
    expect(await channel.send(sms)).toEqual([]);
  });
});

describe('a pause that the gateway asks for', () => {
  it.each([
    ['in seconds', '60'],
    ['as a date', new Date(Date.now() + 60_000).toUTCString()],
  ])('%s is kept: nothing is posted meanwhile', async (_form, pause) => {
    answer = answers(429, '', { 'retry-after': pause });
    await failureOf(channel.send(sms));
    expect(await failureOf(channel.send(sms))).toMatchObject({
      reason: 'paused by the gateway',
      answerLost: false,
    });
    expect(taken).toHaveLength(1);
  });

  it('is not cut short by an answer to what was posted before it', async () => {
    const first = channel.send(sms);
    const held = await new Promise<ServerResponse>((resolve) => (answer = resolve));
    answer = answers(503, '', { 'retry-after': '60' });
    await failureOf(channel.send(sms));
    answers(202)(held);
    await first;
    expect(await failureOf(channel.send(sms))).toMatchObject({ reason: 'paused by the gateway' });
  });

  it('is over at its end, and of no length where nothing can be read of it', async () => {
    for (const pause of ['0', 'soon', new Date(0).toUTCString()]) {
      answer = answers(503, '', { 'retry-after': pause });
      await failureOf(channel.send(sms));
      answer = answers(202);
      await channel.send(sms);
    }
    expect(taken).toHaveLength(6);
  });
});

it('a probe asks whether the gateway answers, and sends nothing', async () => {
  answer = answers(405);
  expect(await channel.probe()).toBe(true);
  answer = answers(500);
  expect(await channel.probe()).toBe(false);
  answer = () => undefined;
  expect(await channel.probe()).toBe(false);
  expect(taken.map(({ path }) => path)).toEqual(['HEAD /sms', 'HEAD /sms', 'HEAD /sms']);
});

describe('the channel of the configuration', () => {
  const served = (prefixes: readonly string[]) =>
    createSmsChannel(
      { channel: 'gateway', gatewayUrl: url, sender: 'WindTre', prefixes },
      {
        secrets: { smsGatewayToken: token },
        logger: createLogger({ logLevel: 'silent' }, 'test'),
        onReceipt: () => undefined,
      },
    );

  it('sends to numbers with one of its prefixes', async () => {
    await served(['+39']).send(sms);
    await served(['+41', '+39320']).send(sms);
    expect(taken).toHaveLength(2);
  });

  it.each([
    ['+41793939393', 'prefix not served'],
    ['+442079460000', 'not a mobile number'],
    ['3201234567', 'not a mobile number'],
    ['+39 320 1234567', 'not a mobile number'],
    ['+3932012345678901', 'not a mobile number'],
    ['', 'not a mobile number'],
  ])('refuses %j for good, and nothing goes out', async (to, reason) => {
    const failure = await failureOf(served(['+39', '+44']).send({ ...sms, to }));
    expect(failure).toBeInstanceOf(MessageRefused);
    expect(failure).toMatchObject({ reason });
    expect(taken).toEqual([]);
  });

  it('takes no id that could break a header', async () => {
    await expect(served(['+39']).send({ ...sms, messageId: 'a\r\nb' })).rejects.toThrow('digest');
    expect(taken).toEqual([]);
  });
});
