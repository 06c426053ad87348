import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import { freePort } from '../../embedded/ports';
import { findOnPath } from '../../embedded/serverPrograms';
import { eventually } from '../support/eventually';
import { NameServer } from './support/nameServer';

interface ComposeFile {
  readonly configs: { readonly proxy: { readonly content: string } };
}

const { configs } = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as ComposeFile;
const nginx = findOnPath('nginx');
/** The proxy is nginx; where the machine has none, the file is only read. */
const withNginx = nginx === undefined ? test.skip : test;

/** As `docker compose` writes the file: variables filled in, doubled dollars single. */
function written(content: string, variables: Readonly<Record<string, string>>): string {
  return content
    .replace(
      /\$\{(\w+):-([^}]*)\}/g,
      (_found, name: string, otherwise: string) => variables[name] ?? otherwise,
    )
    .replaceAll('$$', '$');
}

interface Asked {
  readonly process: string;
  readonly headers: IncomingHttpHeaders;
}

let folder: string;
let apiPort: number;
let proxyPort: number;
let names: NameServer;
let proxy: ChildProcess | undefined;
const apis = new Map<string, Server>();

beforeAll(async () => {
  apiPort = await freePort();
  names = await NameServer.start([]);
});
afterAll(() => names.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'proxy-'));
});
afterEach(async () => {
  if (proxy && proxy.exitCode === null) {
    proxy.kill('SIGQUIT');
    await once(proxy, 'exit');
  }
  for (const address of [...apis.keys()]) await stopApi(address);
  rmSync(folder, { recursive: true });
});

/** A process of the API, at an address of its own as in a network of containers. */
async function startApi(address: string): Promise<void> {
  const api = createServer((request, response) => {
    request.resume();
    const asked: Asked = { process: address, headers: request.headers };
    response.end(JSON.stringify(asked));
  }).listen(apiPort, address);
  await once(api, 'listening');
  apis.set(address, api);
}

async function stopApi(address: string): Promise<void> {
  const api = apis.get(address);
  apis.delete(address);
  if (!api) return;
  api.closeAllConnections();
  api.close();
  await once(api, 'close');
}

/** The file's own configuration; only its ports are this test's. */
async function startProxy(
  terminator = '127.0.0.1',
  content = configs.proxy.content,
  protocol = '',
): Promise<void> {
  proxyPort = await freePort();
  const variables = { TERMINATOR_NETWORK: terminator, ...(protocol && { PROXY_PROTOCOL: protocol }) };
  const ofCompose = written(content, variables)
    .replace('listen 8080 ', `listen 127.0.0.1:${proxyPort} `)
    .replace('listen 127.0.0.1:8081', `listen 127.0.0.1:${await freePort()}`)
    .replace('127.0.0.11', `127.0.0.1:${names.port}`)
    .replace('api:3000', `api:${apiPort}`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(folder, kind)};`,
  );
  const main = [
    `daemon off; pid ${join(folder, 'pid')}; error_log stderr; worker_processes 1;`,
    `events {} http { access_log off; ${temporary.join(' ')} ${ofCompose} }`,
  ];
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, main.join('\n'));
  proxy = spawn(nginx!, ['-c', file, '-e', 'stderr'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  proxy.stderr?.on('data', (text) => (said += String(text)));
  await eventually(async () => {
    if (proxy?.exitCode !== null) throw new Error(said);
    return isOpen(proxyPort);
  }, 'The proxy does not answer.');
}

async function isOpen(port: number): Promise<true | undefined> {
  const socket = connect(port, '127.0.0.1');
  const opened = await once(socket, 'connect').catch(() => undefined);
  socket.destroy();
  return opened && true;
}

async function ask(headers: Record<string, string> = {}, method = 'GET'): Promise<Asked | number> {
  const answer = await fetch(`http://127.0.0.1:${proxyPort}/`, { method, headers });
  return answer.ok ? ((await answer.json()) as Asked) : answer.status;
}

async function processesOf(requests: number, method?: string): Promise<string[]> {
  const answers: (Asked | number)[] = [];
  for (let number = 0; number < requests; number += 1) answers.push(await ask({}, method));
  return [
    ...new Set(answers.map((answer) => (typeof answer === 'number' ? String(answer) : answer.process))),
  ].sort();
}

async function isServedBy(address: string): Promise<true | undefined> {
  return (await processesOf(4)).join() === address || undefined;
}

withNginx('shares the requests out, and goes on with those processes that are left', async () => {
  await startApi('127.0.0.2');
  await startApi('127.0.0.3');
  names.addresses = ['127.0.0.2', '127.0.0.3'];
  await startProxy();
  expect(await processesOf(10)).toEqual(['127.0.0.2', '127.0.0.3']);
  await stopApi('127.0.0.2');
  expect(await processesOf(10)).toEqual(['127.0.0.3']);
  expect(await processesOf(10, 'POST')).toEqual(['127.0.0.3']);
});

withNginx('finds processes at new addresses', async () => {
  await startApi('127.0.0.4');
  names.addresses = ['127.0.0.4'];
  await startProxy();
  expect(await processesOf(4)).toEqual(['127.0.0.4']);
  await stopApi('127.0.0.4');
  await startApi('127.0.0.5');
  names.addresses = ['127.0.0.5'];
  await eventually(() => isServedBy('127.0.0.5'), 'The new address is not found.');
});

withNginx('a name that is resolved once is not found again: the test can fail', async () => {
  await startApi('127.0.0.4');
  names.addresses = ['127.0.0.4'];
  const once = configs.proxy.content.replace(
    /set \$\$api [^;]*;\s*proxy_pass \$\$api;/,
    'proxy_pass http://127.0.0.4:3000;',
  );
  expect(once).not.toBe(configs.proxy.content);
  await startProxy('127.0.0.1', once.replace('127.0.0.4:3000', `127.0.0.4:${apiPort}`));
  await stopApi('127.0.0.4');
  await startApi('127.0.0.5');
  names.addresses = ['127.0.0.5'];
  expect(await processesOf(3)).toEqual(['502']);
});

withNginx.each([
  ['the terminator names the client', '127.0.0.1', '203.0.113.9', '203.0.113.9'],
  [
    'the client writes the header before it comes to the terminator',
    '127.0.0.1',
    '198.51.100.1, 203.0.113.9',
    '203.0.113.9',
  ],
  ['somebody else writes the header', '192.0.2.1', '203.0.113.9', '127.0.0.1'],
])('tells the address of the client where %s', async (_case, terminator, written, told) => {
  await startApi('127.0.0.2');
  names.addresses = ['127.0.0.2'];
  await startProxy(terminator);
  const asked = await ask({ 'X-Forwarded-For': written });
  expect(typeof asked === 'number' ? asked : asked.headers['x-forwarded-for']).toBe(told);
});

/** A request by way of a terminator that speaks the PROXY protocol. @returns what the API was told of the client */
async function askBehind(client: string): Promise<string | undefined> {
  const socket = connect(proxyPort, '127.0.0.1');
  const request = 'GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 198.51.100.1\r\nConnection: close\r\n\r\n';
  socket.write(`PROXY TCP4 ${client} 192.0.2.2 5000 443\r\n${request}`);
  return /"x-forwarded-for":"([^"]*)"/.exec(await text(socket))?.[1];
}

withNginx.each([
  ['the terminator', '127.0.0.1', '203.0.113.9'],
  ['somebody else', '192.0.2.1', '127.0.0.1'],
])('tells the address that %s names by the PROXY protocol: %s, %s', async (_who, terminator, told) => {
  await startApi('127.0.0.2');
  names.addresses = ['127.0.0.2'];
  await startProxy(terminator, configs.proxy.content, 'proxy_protocol');
  expect(await askBehind('203.0.113.9')).toBe(told);
});

withNginx('answers what is under way before it ends', async () => {
  await startApi('127.0.0.2');
  names.addresses = ['127.0.0.2'];
  await startProxy();
  const api = apis.get('127.0.0.2')!;
  const held = once(api, 'request');
  const answered = ask();
  await held;
  proxy?.kill('SIGQUIT');
  expect(await answered).toMatchObject({ process: '127.0.0.2' });
});
