import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HtmlValidate } from 'html-validate';
import { startPhone, type Phone } from '../../simulators/phone/phone';
import { number, Sender, statusOf } from './support/sender';

let phone: Phone;

beforeAll(async () => {
  phone = await startPhone({ smppPort: 0, webPort: 0 });
});
afterAll(() => phone.close());
beforeEach(() => phone.empty());
afterEach(() => phone.cutLinks());

const other = '+393999000002';
const markup = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: { 'doctype-style': ['error', { style: 'lowercase' }], 'void-style': ['error', { style: 'omit' }] },
});

function http(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${phone.webPort}${path}`, init);
}

async function send(text: string, to = number): Promise<void> {
  const sender = await Sender.bound(phone);
  await sender.submit({ short_message: text, destination_addr: to.slice(1) });
}

describe('the inbox as JSON', () => {
  test('gives the messages to one number, oldest first, with these fields and no other', async () => {
    await send('primo');
    await send('di altri', other);
    await send('secondo');
    const receivedAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;
    expect(await (await http('/messages?to=%2B393999000001')).json()).toEqual([
      { from: 'WindTre', to: number, text: 'primo', receivedAt },
      { from: 'WindTre', to: number, text: 'secondo', receivedAt },
    ]);
    expect(await (await http('/messages')).json()).toHaveLength(3);
    expect(await (await http('/messages?to=%2B39000')).json()).toEqual([]);
  });

  test('says how + is written to whoever forgot it', async () => {
    const answer = await http('/messages?to=+393999000001');
    expect(answer.status).toBe(400);
    expect(JSON.stringify(await answer.json())).toContain('%2B');
  });

  test('is emptied by DELETE', async () => {
    await send('uno');
    expect((await http('/messages', { method: 'DELETE' })).status).toBe(204);
    expect(await (await http('/messages')).json()).toEqual([]);
  });

  test('keeps the last thousand', async () => {
    const sender = await Sender.bound(phone);
    const texts = Array.from({ length: 1_003 }, (_, index) => `n. ${index}`);
    await Promise.all(texts.map((text) => sender.submit({ short_message: text })));
    expect(phone.messages.map(({ text }) => text)).toEqual(texts.slice(3));
  });
});

describe('the inbox as a page', () => {
  test('shows the latest message first, and one phone alone where it is asked for', async () => {
    await send('il primo');
    await send('di altri', other);
    await send('il secondo');
    const all = await (await http('/')).text();
    expect(['il secondo', 'di altri', 'il primo'].map((text) => all.indexOf(text))).toEqual(
      ['il secondo', 'di altri', 'il primo'].map((text) => all.indexOf(text)).sort((a, b) => a - b),
    );
    const one = await (await http('/?to=%2B393999000001')).text();
    expect(one).toContain('il secondo');
    expect(one).not.toContain('di altri');
  });

  test.each(['without messages', 'with messages'])('is sound HTML %s', async (filling) => {
    if (filling === 'with messages') await send('riga uno\nriga due @selfcare.example #123456');
    const report = await markup.validateString(await (await http('/')).text());
    expect(report.results.flatMap(({ messages }) => messages)).toEqual([]);
  });

  test('shows what a message says and runs none of it', async () => {
    const sender = await Sender.bound(phone);
    const hostile = '<script>alert(1)</script>"\'&';
    await sender.submit({ short_message: hostile, source_addr: '<b>"x' });
    const page = await http('/');
    const html = await page.text();
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;');
    expect(html).toContain('&lt;b&gt;&quot;x');
    expect(html).not.toContain('<script>');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
  });

  test('loads its style, script and icon from itself', async () => {
    const html = await (await http('/')).text();
    const loaded = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
    expect(loaded).toHaveLength(3);
    for (const path of loaded) expect((await http(path)).status).toBe(200);
  });

  test('learns that there is something new', async () => {
    const revision = async () => (await http('/revision')).text();
    const before = await revision();
    expect(await (await http('/')).text()).toContain(`data-revision="${before}"`);
    await send('nuovo');
    expect(await revision()).not.toBe(before);
  });
});

describe('messages in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'selfcare-phone-'));
  const messagesFile = join(folder, 'messages.ndjson');
  afterAll(() => rmSync(folder, { recursive: true }));

  async function texts(): Promise<string[]> {
    const restarted = await startPhone({ smppPort: 0, webPort: 0, messagesFile });
    await restarted.close();
    return restarted.messages.map(({ text }) => text);
  }

  test('are there after a restart, to be read by the owner alone, and bounded', async () => {
    const first = await startPhone({ smppPort: 0, webPort: 0, messagesFile });
    const sender = await Sender.bound(first);
    const many = Array.from({ length: 2_005 }, (_, index) => `n. ${index}`);
    await Promise.all(many.map((text) => sender.submit({ short_message: text })));
    await first.close();
    expect(await texts()).toEqual(many.slice(-1_000));
    expect(statSync(messagesFile).mode & 0o777).toBe(0o600);
  });

  test('that a kill cut in two are left out', async () => {
    const kept = { from: 'a', to: number, text: 'intero', receivedAt: '2026-01-01T00:00:00.000Z' };
    writeFileSync(messagesFile, `${JSON.stringify(kept)}\n${JSON.stringify(kept).slice(0, 30)}`);
    expect(await texts()).toEqual(['intero']);
  });
});

describe('octets that are no SMPP', () => {
  const header = (length: number, command: number) => {
    const octets = Buffer.alloc(16);
    octets.writeUInt32BE(length, 0);
    octets.writeUInt32BE(command, 4);
    return octets;
  };
  const submitSm = 0x4;

  test.each<[string, Buffer]>([
    ['a request for a web page', Buffer.from('GET / HTTP/1.1\r\nHost: phone\r\n\r\n')],
    ...[0, 1, 3, 4, 5, 15].map(
      (length) => [`a length of ${length}`, header(length, submitSm)] as [string, Buffer],
    ),
    ['a length of 4 GB', header(0xffff_ffff, submitSm)],
    ['a submit without a body', header(16, submitSm)],
    [
      'a body that ends in the middle',
      Buffer.concat([header(22, submitSm), Buffer.from([0, 1, 1, 65, 0, 1])]),
    ],
    [
      'a parameter that is longer than its PDU',
      Buffer.concat([header(20, 0x15), Buffer.from([4, 39, 0, 9])]),
    ],
    ['an answer to nothing', header(16, 0x8000_0005)],
    ['a command that has no answer', header(16, 0x0b)],
    ['a command that nobody knows', header(16, 0x7777)],
  ])('%s end at most their own link', async (_what, octets) => {
    const sender = await Sender.bound(phone);
    const socket = connect(phone.smppPort, '127.0.0.1');
    socket.on('error', () => socket.destroy());
    await new Promise((resolve) => socket.write(octets, resolve));
    await sender.settled();
    expect(await statusOf(sender.submit())).toBe('ESME_ROK');
    socket.destroy();
  });

  test.each([5, 15, 0xffff_ffff])('a length of %d ends the link at once', async (length) => {
    const socket = connect(phone.smppPort, '127.0.0.1');
    socket.on('error', () => socket.destroy());
    socket.write(header(length, submitSm));
    await once(socket, 'close');
    expect(socket.destroyed).toBe(true);
  });
});
