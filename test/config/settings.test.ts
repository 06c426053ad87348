import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../../src/config/config';
import { setVariables } from '../../src/config/env';

const key = (id: string, fill = 1) => `${id}:${Buffer.alloc(32, fill).toString('base64')}`;
const development = { SERVICE_KEYS: key('dev-1'), WORKER_KEYS: key('dev-2', 2) };
const production = {
  NODE_ENV: 'production',
  PUBLIC_BASE_URL: 'https://selfcare.example',
  CODEC_ENDPOINT_TOKEN: 'a token',
  SERVICE_KEYS: key('2026-01'),
  WORKER_KEYS: key('w-2026-01', 2),
};

function refusalOf(env: NodeJS.ProcessEnv): string {
  try {
    loadSettings(env);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('The settings were taken.');
}

/** A value that must not be found in any sentence. */
const secret = 'hunter2-hunter2';

const contradictions: readonly { name: string; env: NodeJS.ProcessEnv; sentence: RegExp }[] = [
  { name: 'no keys', env: { SERVICE_KEYS: undefined }, sentence: /^SERVICE_KEYS must be set/ },
  { name: 'keys that are none', env: { SERVICE_KEYS: secret }, sentence: /^SERVICE_KEYS must be id:base64/ },
  {
    name: 'keys of another length',
    env: { SERVICE_KEYS: `${secret}:${Buffer.alloc(16).toString('base64')}` },
    sentence: /^SERVICE_KEYS must be id:base64.*32 bytes/,
  },
  {
    name: 'one key id twice',
    env: { SERVICE_KEYS: `${key(secret)},${key(secret, 2)}` },
    sentence: /^SERVICE_KEYS names one key id twice/,
  },
  {
    name: "worker's keys that are none",
    env: { WORKER_KEYS: secret },
    sentence: /^WORKER_KEYS must be id:base64/,
  },
  {
    name: 'a decoding endpoint open to a network',
    env: { OPERATOR_HOST: '0.0.0.0' },
    sentence: /^OPERATOR_HOST is not the loopback: set CODEC_ENDPOINT_TOKEN/,
  },
  {
    name: 'a CRM that is not asked',
    env: { CRM_BASE_URL: `https://${secret}` },
    sentence: /^CRM_BASE_URL is set, but RECORDS_SOURCE/,
  },
  {
    name: 'a CRM without an address',
    env: { RECORDS_SOURCE: 'crm' },
    sentence: /^RECORDS_SOURCE is "crm": set CRM_BASE_URL/,
  },
  { name: 'a flag that is neither', env: { TEMPORAL_TLS: secret }, sentence: /TEMPORAL_TLS: / },
  {
    name: 'an authority of a connection without TLS',
    env: { TEMPORAL_TLS_CA: secret },
    sentence: /^TEMPORAL_TLS_CA, _CERTIFICATE or _KEY is set, but TEMPORAL_TLS is not/,
  },
  {
    name: 'a certificate without its key',
    env: { TEMPORAL_TLS: 'true', TEMPORAL_TLS_CERTIFICATE: secret },
    sentence: /^TEMPORAL_TLS_CERTIFICATE and TEMPORAL_TLS_KEY belong together/,
  },
  {
    name: 'a key without its certificate',
    env: { TEMPORAL_TLS: 'true', TEMPORAL_TLS_KEY: secret },
    sentence: /^TEMPORAL_TLS_CERTIFICATE and TEMPORAL_TLS_KEY belong together/,
  },
  { name: 'a port that is none', env: { HTTP_PORT: '65536' }, sentence: /HTTP_PORT: / },
  { name: 'a port in words', env: { OPERATOR_PORT: secret }, sentence: /OPERATOR_PORT: / },
  { name: 'a figure of 0', env: { LINK_LIFE_HOURS: '0' }, sentence: /LINK_LIFE_HOURS: / },
  { name: 'half a mail', env: { MAILS_PER_ADDRESS_A_DAY: '1.5' }, sentence: /MAILS_PER_ADDRESS_A_DAY: / },
  { name: 'no room at all', env: { MAX_REQUESTS_IN_FLIGHT: '-1' }, sentence: /MAX_REQUESTS_IN_FLIGHT: / },
  { name: 'passwords shorter than 8', env: { PASSWORD_MIN_LENGTH: '7' }, sentence: /PASSWORD_MIN_LENGTH: / },
  { name: 'an address that is none', env: { PUBLIC_BASE_URL: secret }, sentence: /PUBLIC_BASE_URL: / },
  {
    name: 'links of another scheme',
    env: { PUBLIC_BASE_URL: `javascript:${secret}` },
    sentence: /PUBLIC_BASE_URL: /,
  },
  {
    name: 'links with a query',
    env: { PUBLIC_BASE_URL: `https://x.example/?a=${secret}` },
    sentence: /^PUBLIC_BASE_URL must end with its path/,
  },
  {
    name: 'links with a fragment',
    env: { PUBLIC_BASE_URL: `https://x.example/#${secret}` },
    sentence: /^PUBLIC_BASE_URL must end with its path/,
  },
  {
    name: 'a proxy that is no address',
    env: { TRUSTED_PROXIES: `10.0.0.1,${secret}` },
    sentence: /TRUSTED_PROXIES: /,
  },
  { name: 'an environment that is none', env: { NODE_ENV: secret }, sentence: /NODE_ENV: / },
  {
    name: 'one key for edge and worker',
    env: { SERVICE_KEYS: key('a', 3), WORKER_KEYS: key('b', 3) },
    sentence: /^SERVICE_KEYS and WORKER_KEYS share a key/,
  },
];

const unsafe: readonly { name: string; env: NodeJS.ProcessEnv; sentence: RegExp }[] = [
  {
    name: 'development keys of the service',
    env: { SERVICE_KEYS: key('dev-1') },
    sentence: /development key/,
  },
  {
    name: 'a development key that was rotated out',
    env: { SERVICE_KEYS: `${key('new', 3)},${key('dev-1')}` },
    sentence: /development key/,
  },
  {
    name: 'development keys of the worker',
    env: { WORKER_KEYS: key('dev-2', 2) },
    sentence: /development key/,
  },
  {
    name: 'links that are not https',
    env: { PUBLIC_BASE_URL: 'http://selfcare.example' },
    sentence: /^PUBLIC_BASE_URL must be an https address/,
  },
  {
    name: 'the default of links',
    env: { PUBLIC_BASE_URL: '' },
    sentence: /^PUBLIC_BASE_URL must be an https address/,
  },
  {
    name: 'a gateway for text messages that is not https',
    env: { SMS_CHANNEL: 'gateway', SMS_GATEWAY_URL: 'http://sms.example', SMS_GATEWAY_TOKEN: 'a token' },
    sentence: /^SMS_GATEWAY_URL must be an https address/,
  },
  {
    name: 'a list of breached passwords that is not https',
    env: { BREACHED_PASSWORDS_URL: 'http://list.example/range' },
    sentence: /^BREACHED_PASSWORDS_URL must be an https address/,
  },
  {
    name: 'an open decoding endpoint',
    env: { CODEC_ENDPOINT_TOKEN: ' ' },
    sentence: /^CODEC_ENDPOINT_TOKEN must be set/,
  },
];

describe('settings', () => {
  test.each(contradictions)(
    'with $name stop the boot in one sentence that says what to set',
    ({ env, sentence }) => {
      const refusal = refusalOf({ ...development, ...env });
      expect(refusal).toMatch(sentence);
      expect(refusal).not.toContain(secret);
      expect(refusal).not.toContain('\n');
    },
  );

  test.each(unsafe)('with $name are refused in production', ({ env, sentence }) => {
    expect(refusalOf({ ...production, ...env })).toMatch(sentence);
  });

  test.each(unsafe)('with $name are taken on a machine for development', ({ env }) => {
    expect(loadSettings({ ...production, ...env, NODE_ENV: 'development' })).toBeDefined();
  });

  test('that are safe are taken in production', () => {
    const { config, secrets } = loadSettings(production);
    expect(config.environment).toBe('production');
    expect(secrets.serviceKeys.ids).toEqual(['2026-01']);
  });

  test('name every variable that is wrong at once', () => {
    const refusal = refusalOf({ ...development, HTTP_PORT: 'x', TEMPORAL_TLS: 'yes', LINK_LIFE_HOURS: '-1' });
    expect(refusal).toMatch(/HTTP_PORT.*TEMPORAL_TLS.*LINK_LIFE_HOURS.*\.env\.example\.$/);
  });

  test('that are empty are those that are left out', () => {
    const names = [
      'HTTP_PORT',
      'TEMPORAL_ADDRESS',
      'MONGODB_URI',
      'NODE_ENV',
      'PASSWORD_MIN_LENGTH',
      'TEMPORAL_TLS',
    ];
    const empty = Object.fromEntries(names.map((name, index) => [name, ' '.repeat(index % 2)]));
    expect(loadSettings({ ...development, ...empty }).config).toEqual(loadSettings(development).config);
  });

  test('a flag is what it says, not whether it says something', () => {
    expect(loadSettings({ ...development, TEMPORAL_TLS: 'false' }).config.temporal.tls).toBe(false);
    expect(loadSettings({ ...development, TEMPORAL_TLS: 'true' }).config.temporal.tls).toBe(true);
  });

  test('a loopback operator port needs no token', () => {
    for (const host of ['127.0.0.1', '::1', 'localhost']) {
      expect(
        loadSettings({ ...development, OPERATOR_HOST: host }).secrets.codecEndpointToken,
      ).toBeUndefined();
    }
  });

  test('an API process has no keys of the worker', () => {
    expect(loadSettings({ SERVICE_KEYS: key('a') }).secrets.workerKeys).toBeUndefined();
  });
});

describe('a variable that stands in a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'settings-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function fileWith(text: string): string {
    const file = join(folder, 'secret');
    writeFileSync(file, text);
    return file;
  }

  test('is that of its file, without the line break at its end', () => {
    const file = fileWith(`${production.SERVICE_KEYS}\n`);
    const settings = loadSettings({ ...production, SERVICE_KEYS: undefined, SERVICE_KEYS_FILE: file });
    expect(settings).toEqual(loadSettings(production));
  });

  test('holds for every variable, secret or not', () => {
    const file = fileWith('mongodb://database/selfcare');
    const { config } = loadSettings({ ...development, MONGODB_URI_FILE: file });
    expect(config.mongodbUri).toBe('mongodb://database/selfcare');
  });

  test('is handed on as if it were set, so that a process that is started with it reads no file', () => {
    expect(setVariables({ CRM_TOKEN_FILE: fileWith(secret), OTHER_FILE: 'x' })).toEqual({
      CRM_TOKEN: secret,
      OTHER_FILE: 'x',
    });
  });

  test('and is set is refused', () => {
    const refusal = refusalOf({ ...development, SERVICE_KEYS_FILE: fileWith(secret) });
    expect(refusal).toBe('SERVICE_KEYS and SERVICE_KEYS_FILE are both set: take one of them away.');
  });

  test('that is empty, or is not there, is refused by its name, never by what it holds', () => {
    const empty = { ...development, SERVICE_KEYS: undefined, SERVICE_KEYS_FILE: fileWith(' \n') };
    expect(refusalOf(empty)).toBe('SERVICE_KEYS_FILE names a file that is empty.');
    const missing = { ...empty, SERVICE_KEYS_FILE: join(folder, secret) };
    expect(refusalOf(missing)).toBe('SERVICE_KEYS_FILE names a file that cannot be read (ENOENT).');
  });

  test('and is wrong is told by its name alone', () => {
    const refusal = refusalOf({
      ...development,
      CRM_BASE_URL: undefined,
      SERVICE_KEYS: undefined,
      SERVICE_KEYS_FILE: fileWith(secret),
    });
    expect(refusal).toMatch(/^SERVICE_KEYS must be id:base64/);
    expect(refusal).not.toContain(secret);
  });
});
