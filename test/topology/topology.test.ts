import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { linesThatMayRegister, registrationsThatMatch } from '../../stand/extract';
import { codeIn, type KeptText } from '../../stand/phone';
import { writeExtract } from '../../src/records/sample/writeExtract';
import { dataFolderAt } from '../../embedded/dataFolder';
import { databaseProgram } from '../../embedded/databaseServer';
import { Command } from '../support/command';
import { eventually } from '../support/eventually';
import { readComposeFile } from './support/composeFile';
import { refuseWithout } from './support/images';
import { Topology } from './support/topology';

const extract = { companies: 20, lines: 200, seed: 1 };
const subnet = '172.30.250.0/24';
/** What the machine cannot be had for: `mongosh` for the set-up, the UI, the graphs. */
const without = ['mongodb-setup', 'temporal-ui', 'prometheus', 'grafana'];

const operatorPassword = 'una parola lunga';

let folder: string;
let topology: Topology;

beforeAll(async () => {
  folder = mkdtempSync('/dev/shm/topology-test-');
  const secrets = join(folder, 'secrets');
  const made = await new Command('makeSecrets', [secrets]).ended;
  expect([made.code, made.complained]).toEqual([0, '']);
  const hashed = execFileSync('openssl', ['passwd', '-6', operatorPassword], { encoding: 'utf8' });
  writeFileSync(join(secrets, 'operators'), `operator:${hashed}`);
  const file = readComposeFile('docker-compose.yml', {
    PUBLIC_BASE_URL: 'https://selfcare.example',
    SECRETS: secrets,
  });
  const { servers: serversFolder } = dataFolderAt(undefined);
  const temporal = join(serversFolder, 'temporal-server-v1.32.0');
  refuseWithout({ temporal });
  const database = await databaseProgram(
    { from: 'stand-in', mirror: undefined },
    {
      serversFolder,
      logFile: join(folder, 'wheels.log'),
      tell: () => undefined,
      signal: new AbortController().signal,
    },
  );
  topology = new Topology({
    file,
    programs: { temporal, database, databaseFolder: join(folder, 'database') },
    secrets,
    insteadOf: { 'mongodb-uri': 'mongodb://mongodb:27017/selfcare?directConnection=true' },
    without,
    published: ['outside', 'providers'],
    edge: { name: 'edge', subnet },
  });
}, 60_000);

afterAll(async () => {
  await topology.remove();
  rmSync(folder, { recursive: true });
}, 120_000);

/** The one way in, as customers have it: the port that the proxy publishes. */
async function post(path: string, body: unknown, flowToken?: string): Promise<Answer> {
  const response = await fetch(`http://${topology.addressOf('proxy', 'outside')}:8080${path}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Idempotency-Key': randomUUID(),
      'X-Forwarded-For': '203.0.113.9',
      ...(flowToken && { Authorization: `Bearer ${flowToken}` }),
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

interface Answer {
  readonly status: number;
  readonly body: { readonly flowId?: string; readonly flowToken?: string; readonly status?: string };
}

async function json<Found>(service: string, port: number, path: string): Promise<Found> {
  const response = await fetch(`http://${topology.addressOf(service, 'providers')}:${port}${path}`);
  return (await response.json()) as Found;
}

test('comes up in its order, every process healthy', async () => {
  for (const name of ['worker', 'api', 'proxy', 'mail', 'sms']) await topology.up(name);
  for (const name of ['worker', 'api', 'proxy', 'sms']) await topology.awaitHealthy(name);
}, 600_000);

test('takes an extract by the worker’s own command', async () => {
  const files = join(folder, 'extract');
  await writeExtract(files, extract);
  const options = ['companies', 'lines', 'offers'].flatMap((kind) => [
    `--${kind}`,
    join(files, `${kind}.csv`),
  ]);
  const [worker] = topology.containersOf('worker');
  const imported = worker?.run(['node', 'dist/commands/import.js', ...options]);
  expect([imported?.status, imported?.output]).toEqual([0, expect.stringContaining('200')]);
});

test('registers an employee by SMS through the proxy', async () => {
  const [line] = linesThatMayRegister(extract, 'voice');
  const { msisdn, email, simKind } = line!;
  const started = await post('/v1/employee-registrations', { line: msisdn, email, simKind });
  expect(started).toMatchObject({ status: 202, body: { status: 'AWAITING_CODE' } });
  const { flowId = '', flowToken } = started.body;
  const code = await eventually(async () => {
    const texts = await json<readonly KeptText[]>('sms', 1081, `/messages?to=${encodeURIComponent(msisdn)}`);
    return texts.map(codeIn).find((found) => found !== undefined);
  }, 'No code came.');
  const proved = await post(`/v1/flows/${flowId}/code`, { code }, flowToken);
  expect(proved).toMatchObject({ status: 200, body: { status: 'AWAITING_PASSWORD' } });
  const done = await post(`/v1/flows/${flowId}/password`, { password: 'quattro gatti sul tetto' }, flowToken);
  expect(done).toMatchObject({ status: 200, body: { status: 'COMPLETED' } });
});

interface MailShown {
  readonly to: readonly { readonly address: string }[];
  readonly text: string;
}

test('registers a company’s User Admin by mail through the proxy', async () => {
  const [body] = registrationsThatMatch(extract);
  const started = await post('/v1/user-admin-registrations', body);
  expect(started.status).toBe(202);
  const mailbox = body?.legalRepresentative.email;
  const token = await eventually(async () => {
    const mails = await json<readonly MailShown[]>('mail', 1080, '/api/email');
    const own = mails.filter(({ to }) => to.some(({ address }) => address === mailbox));
    return own.map(({ text }) => /^[\w-]{65}$/m.exec(text)?.[0]).find((found) => found !== undefined);
  }, 'No mail came.');
  const { flowId = '', flowToken } = (await post('/v1/activations', { token })).body;
  const done = await post(`/v1/flows/${flowId}/password`, { password: 'quattro gatti sul tetto' }, flowToken);
  expect(done).toMatchObject({ status: 200, body: { status: 'COMPLETED' } });
});

/** Whether a service finds another one by its name, and gets through to a port of it. */
function reaches(from: string, to: string, port: number): boolean {
  const [container] = topology.containersOf(from);
  return container?.run(['timeout', '2', 'bash', '-c', `exec 3<> /dev/tcp/${to}/${port}`]).status === 0;
}

test.each([
  ['proxy', 'api', 3000, true],
  ['proxy', 'temporal', 7233, false],
  ['proxy', 'mongodb', 27_017, false],
  ['proxy', 'postgresql', 5432, false],
  ['api', 'temporal', 7233, true],
  ['api', 'mongodb', 27_017, true],
  ['api', 'postgresql', 5432, false],
  ['worker', 'sms', 2775, true],
  ['worker', 'postgresql', 5432, false],
  ['mail', 'api', 3001, true],
  ['mail', 'mongodb', 27_017, false],
  ['temporal', 'postgresql', 5432, true],
  ['temporal', 'mongodb', 27_017, false],
] as const)('%s and %s:%i share a network: %s', (from, to, port, isReached) => {
  expect(reaches(from, to, port)).toBe(isReached);
});

/** As a client of Temporal does, in the API's container, with the certificate of that name. */
function handshake(own: string): { readonly status: number | null; readonly output: string } {
  const [api] = topology.containersOf('api');
  const shown = own === '' ? [] : ['-cert', `${own}.pem`, '-key', `${own}.key`];
  const words = ['s_client', '-connect', 'temporal:7233', '-verify_return_error', '-alpn', 'h2', ...shown];
  const ask = `cd /run/secrets && (sleep 1) | openssl ${words.join(' ')} -CAfile ca.pem -servername temporal`;
  return api?.run(['sh', '-c', ask]) ?? { status: null, output: '' };
}

test('Temporal lets in who shows a certificate of the topology, and nobody else', () => {
  expect(handshake('client').output).toContain('Verify return code: 0 (ok)');
  expect(handshake('client').output).not.toContain('alert');
  expect(handshake('').output).toMatch(/alert (certificate required|bad certificate)/);
});

/** At the operators' door, as their browser names it. */
async function decode(operator: string | undefined, host = '127.0.0.1:8233'): Promise<number | undefined> {
  const asked = request({
    host: topology.addressOf('operator-proxy', 'outside'),
    port: 8080,
    method: 'POST',
    path: '/codec/decode',
    headers: { Host: host, Origin: 'http://127.0.0.1:8233', 'Content-Type': 'application/json' },
    ...(operator && { auth: operator }),
  });
  asked.end(JSON.stringify({ payloads: [] }));
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

test('decodes payloads for operators who sign in, at one name alone', async () => {
  await topology.up('operator-proxy');
  await eventually(() => decode(undefined).catch(() => undefined), 'The door does not open.');
  expect(await decode(`operator:${operatorPassword}`)).toBe(200);
  expect(await decode('operator:another')).toBe(401);
  expect(await decode(undefined)).toBe(401);
  expect(await decode(`operator:${operatorPassword}`, 'selfcare.example')).toBe(421);
});

test('ends in order when it is told to', async () => {
  const ends = await topology.stop();
  for (const name of ['api', 'worker', 'proxy', 'migrate', 'temporal-setup'])
    expect([name, ...new Set(ends.get(name))]).toEqual([name, 0]);
});
