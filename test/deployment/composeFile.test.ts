import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Every service of the production topology, with its number of replicas. */
const topology: Readonly<Record<string, number>> = {
  ...{ proxy: 1, api: 2, worker: 2 },
  ...{ postgresql: 1, 'temporal-setup': 1, temporal: 1, migrate: 1, 'temporal-ui': 1, 'operator-proxy': 1 },
  ...{ mongodb: 1, 'mongodb-setup': 1 },
  ...{ mail: 1, sms: 1 },
  ...{ prometheus: 1, grafana: 1 },
};

type Names = Readonly<Record<string, unknown>>;

interface Service {
  readonly environment?: Names;
  readonly depends_on?: Names;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly configs?: readonly { readonly source: string }[];
  readonly secrets?: readonly string[];
  readonly networks?: readonly string[];
  readonly logging?: { readonly options?: { readonly 'max-size'?: string } };
  readonly deploy?: { readonly replicas?: number; readonly resources?: { readonly limits?: object } };
}

interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Names;
  readonly networks: Names;
  readonly configs: Readonly<Record<string, { readonly content: string }>>;
  readonly secrets: Names;
}

const composeText = readFileSync('docker-compose.yml', 'utf8');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'compose-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the production topology', () => {
  test('is valid by the compose specification', () => {
    expect(specificationErrors(composeText)).toBe('');
  });

  test.each([
    [
      'a key that services do not have',
      'stop_grace_period: 30s',
      'stop_grace_time: 30s',
      'must NOT have additional',
    ],
    ['a list where a text belongs', 'interval: 5s', 'interval: [5s]', 'must be string'],
    [
      'two services on one port',
      "'127.0.0.1:1080:1080'",
      "'127.0.0.1:8233:1080'",
      'no-duplicate-exported-ports',
    ],
  ])('with %s is not', (_mistake, right, wrong, error) => {
    expect(specificationErrors(planted(right, wrong))).toContain(error);
  });

  test('has every service, in its number, within limits, and what each refers to', () => {
    expect(topologyFaults(composeText)).toEqual([]);
  });

  test.each([
    ['a service renamed', '  mail:\n', '  mails:\n', ['missing service: mail', 'unknown service: mails']],
    ['a replica too few', 'replicas: 2', 'replicas: 1', ['api: 1 replicas, not 2']],
    [
      'no limits',
      "resources: { limits: { cpus: '0.25', memory: 64M } }",
      'replicas: 1',
      ['operator-proxy: no limits'],
    ],
    [
      'an unknown dependency',
      'postgresql: { condition',
      'postgres: { condition',
      ['temporal-setup: unknown postgres'],
    ],
    ['an unknown volume', "['mongodb:/data/db']", "['mongo:/data/db']", ['mongodb: unknown mongo']],
    [
      'an unknown config',
      'source: operator-proxy',
      'source: operators',
      ['operator-proxy: unknown operators'],
    ],
    ['an unknown secret', 'secrets: [operators,', 'secrets: [people,', ['operator-proxy: unknown people']],
    ['an unknown network', '[edge, outside]', '[edge, inside]', ['proxy: unknown inside']],
    ['a network of all', '    networks: [temporal-store]\n', '', ['postgresql: no network of its own']],
    [
      'logs without an end',
      '    <<: *service\n    image: postgres',
      '    image: postgres',
      ['postgresql: logs without an end'],
    ],
    [
      'a password in the environment',
      'POSTGRES_PASSWORD_FILE: /run/secrets/postgresql-password',
      'POSTGRES_PASSWORD: temporal',
      ['postgresql: a secret in POSTGRES_PASSWORD'],
    ],
    ['the workers’ keys at the API', 'puk-sealing-key]', 'worker-keys]', ['api: must not have worker-keys']],
  ])('with %s is refused', (_mistake, right, wrong, faults) => {
    expect(topologyFaults(planted(right, wrong))).toEqual(faults);
  });

  test('leads to the Temporal UI and to decoded payloads by one door, where people sign in', () => {
    expect(operatorFaults(composeText)).toEqual([]);
  });

  const passedOn = 'proxy_set_header Authorization "";';
  test.each([
    [
      'a further way to the UI',
      "TEMPORAL_CODEC_INCLUDE_CREDENTIALS: 'true'\n",
      "X: ''\n    ports: ['8234:8080']\n",
    ],
    ['a further way to the API', 'stop_grace_period: 35s', "ports: ['3001:3001']"],
    ['no sign-in', 'auth_basic "Operators";', ''],
    ['a path without sign-in', 'client_max_body_size 5m;', 'auth_basic off;'],
    ['any name taken for its own', 'return 421;', ''],
    ['the password passed on', passedOn, ''],
    ['the token for the UI', passedOn, 'include /run/secrets/codec-authorization; # Authorization'],
  ])('with %s is refused', (_mistake, right, wrong) => {
    expect(operatorFaults(planted(right, wrong))).toHaveLength(1);
  });
});

function planted(right: string, wrong: string): string {
  expect(composeText).toContain(right);
  return composeText.replace(right, wrong);
}

/** @returns what `npm run lint` reports of such a compose file; empty where it is valid. */
function specificationErrors(text: string): string {
  const file = join(folder, 'docker-compose.yml');
  writeFileSync(file, text);
  const linter = ['node_modules/.bin/dclint', '--config', '.dclintrc.json', file];
  return spawnSync(process.execPath, linter, { encoding: 'utf8' }).stdout.trim();
}

function topologyFaults(text: string): readonly string[] {
  const { services, volumes, networks, configs, secrets } = parse(text, { merge: true }) as ComposeFile;
  const missing = Object.keys(topology).filter((name) => !(name in services));
  const unknown = Object.keys(services).filter((name) => !(name in topology));
  return [
    ...missing.map((name) => `missing service: ${name}`),
    ...unknown.map((name) => `unknown service: ${name}`),
    ...Object.entries(services).flatMap(([name, service]) =>
      [
        ...faultsOf(service, topology[name]),
        ...unknownNames(Object.keys(service.depends_on ?? {}), services),
        ...unknownNames(namedVolumes(service), volumes),
        ...unknownNames(service.configs?.map(({ source }) => source) ?? [], configs),
        ...unknownNames(service.secrets ?? [], secrets),
        ...unknownNames(service.networks ?? [], networks),
      ].map((fault) => `${name}: ${fault}`),
    ),
    ...(services['api']?.secrets?.includes('worker-keys') ? ['api: must not have worker-keys'] : []),
  ];
}

function operatorFaults(text: string): readonly string[] {
  const { services, configs } = parse(text, { merge: true }) as ComposeFile;
  const behindTheDoor = ['api', 'temporal-ui', 'temporal', 'worker', 'mongodb', 'postgresql'];
  const nginx = configs['operator-proxy']?.content ?? '';
  const locations = nginx.match(/location [^}]*\}/g) ?? [];
  const withToken = locations.filter((location) => location.includes('/run/secrets/codec-authorization'));
  const signsIn =
    /\n {2}auth_basic "\w+";\n {2}auth_basic_user_file \/run\/secrets\/operators;/.test(nginx) &&
    !/auth_basic off|satisfy/.test(nginx);
  return [
    ...behindTheDoor.filter((name) => services[name]?.ports).map((name) => `${name} is published`),
    ...(signsIn ? [] : ['nobody signs in']),
    ...(/default_server;\s+return 421;/.test(nginx) ? [] : ['any name is served']),
    ...(withToken.map((location) => location.split(' {')[0]).join() === 'location = /codec/decode'
      ? []
      : ['the token goes elsewhere']),
    ...(locations.every((location) => /proxy_set_header Authorization "";|codec-authorization/.test(location))
      ? []
      : ['a password goes on']),
  ];
}

/** Values in the environment that nobody may read there. */
const secretVariable = /(PASSWORD|PWD|TOKEN|KEYS?|_URI)$/;

function faultsOf({ deploy, environment = {}, logging, networks }: Service, replicas = 1): readonly string[] {
  const count = deploy?.replicas ?? 1;
  const inClear = Object.entries(environment).filter(
    ([name, value]) => secretVariable.test(name) && !String(value).startsWith('/run/secrets/'),
  );
  return [
    ...inClear.map(([name]) => `a secret in ${name}`),
    ...(logging?.options?.['max-size'] ? [] : ['logs without an end']),
    ...(networks ? [] : ['no network of its own']),
    ...(count === replicas ? [] : [`${count} replicas, not ${replicas}`]),
    ...(deploy?.resources?.limits ? [] : ['no limits']),
  ];
}

function namedVolumes({ volumes = [] }: Service): readonly string[] {
  return volumes.map((volume) => volume.split(':')[0] ?? '').filter((name) => /^\w/.test(name));
}

function unknownNames(names: readonly string[], known: Names): readonly string[] {
  return names.filter((name) => !(name in known)).map((name) => `unknown ${name}`);
}
