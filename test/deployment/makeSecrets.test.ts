import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadSettings } from '../../src/config/config';
import { Command } from '../support/command';

const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
  readonly secrets: Readonly<Record<string, unknown>>;
};

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'secrets-'));
  folder = join(parent, 'secrets');
});
afterEach(() => rmSync(parent, { recursive: true }));

const make = () => new Command('makeSecrets', [folder]).ended;
const textsOf = () =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

test('writes every secret that the compose file mounts, but for the operators whom people choose', async () => {
  const { code, complained } = await make();
  expect([code, complained]).toEqual([0, '']);
  const mounted = Object.keys(compose.secrets).filter((name) => name !== 'operators');
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(mounted));
});

test('keeps others out of the folder, and lets every process of a container read', async () => {
  await make();
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
  expect([...new Set(modes)]).toEqual([0o444]);
});

test('writes what production takes', async () => {
  await make();
  const file = (name: string) => join(folder, name);
  const { secrets, config } = loadSettings({
    NODE_ENV: 'production',
    PUBLIC_BASE_URL: 'https://selfcare.example',
    TEMPORAL_TLS: 'true',
    TEMPORAL_TLS_CA_FILE: file('ca.pem'),
    TEMPORAL_TLS_CERTIFICATE_FILE: file('client.pem'),
    TEMPORAL_TLS_KEY_FILE: file('client.key'),
    MONGODB_URI_FILE: file('mongodb-uri'),
    SERVICE_KEYS_FILE: file('service-keys'),
    WORKER_KEYS_FILE: file('worker-keys'),
    PUK_SEALING_KEY_FILE: file('puk-sealing-key'),
    CODEC_ENDPOINT_TOKEN_FILE: file('codec-token'),
  });
  const {
    'codec-token': token = '',
    'codec-authorization': header,
    'mongodb-password': password = '',
  } = textsOf();
  expect(header).toBe(`proxy_set_header Authorization "Bearer ${token.trim()}";\n`);
  expect(config.mongodbUri).toContain(password.trim());
  expect(secrets.pukSealingKey?.id).toBe(secrets.workerKeys?.ids[0]);
});

test('certifies server and clients by an authority of its own, and neither of them as an authority', async () => {
  await make();
  for (const name of ['temporal', 'client']) {
    const words = ['verify', '-x509_strict', '-CAfile', join(folder, 'ca.pem'), join(folder, `${name}.pem`)];
    expect(execFileSync('openssl', words, { encoding: 'utf8' })).toContain('OK');
  }
  const forged = ['verify', '-CAfile', join(folder, 'client.pem'), join(folder, 'temporal.pem')];
  expect(() => execFileSync('openssl', forged, { stdio: 'pipe' })).toThrow();
});

test('leaves what is there as it is, and makes anew what was taken away', async () => {
  await make();
  const first = textsOf();
  expect((await make()).said).toBe('Nothing was missing.\n');
  expect(textsOf()).toEqual(first);
  rmSync(join(folder, 'temporal.pem'));
  expect((await make()).said).toBe('Written: temporal.pem, temporal.key.\n');
  const changed = Object.entries(textsOf()).filter(([name, text]) => text !== first[name]);
  expect(changed.map(([name]) => name)).toEqual(['temporal.key', 'temporal.pem']);
});

test('says in one sentence why it could not', async () => {
  const { code, complained } = await new Command('makeSecrets', ['/dev/null/secrets']).ended;
  expect([code, complained]).toEqual([
    2,
    expect.stringMatching(/^The secrets could not be written to \/dev\/null\/secrets: .+\n$/),
  ]);
});
