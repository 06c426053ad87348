import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Every service of the production topology, with its number of replicas. */
const topology: Readonly<Record<string, number>> = {
  ...{ proxy: 1, api: 2, worker: 2 },
  ...{ postgresql: 1, temporal: 1, 'temporal-setup': 1, 'temporal-ui': 1, 'operator-proxy': 1 },
  ...{ mongodb: 1, 'mongodb-setup': 1 },
  ...{ mail: 1, sms: 1 },
};

type Names = Readonly<Record<string, unknown>>;

interface Service {
  readonly environment?: Names;
  readonly depends_on?: Names;
  readonly volumes?: readonly string[];
  readonly configs?: readonly { readonly source: string }[];
  readonly deploy?: { readonly replicas?: number; readonly resources?: { readonly limits?: object } };
}

interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Names;
  readonly configs: Names;
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
      "'127.0.0.1:3001:8080'",
      "'127.0.0.1:8233:8080'",
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
      ['temporal: unknown postgres'],
    ],
    ['an unknown volume', "['mongodb:/data/db']", "['mongo:/data/db']", ['mongodb: unknown mongo']],
    [
      'an unknown config',
      'source: operator-proxy',
      'source: operators',
      ['operator-proxy: unknown operators'],
    ],
    ['worker keys at the API', 'HTTP_HOST: 0.0.0.0', 'WORKER_KEYS: w', ['api: must not have WORKER_KEYS']],
  ])('with %s is refused', (_mistake, right, wrong, faults) => {
    expect(topologyFaults(planted(right, wrong))).toEqual(faults);
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
  const { services, volumes, configs } = parse(text, { merge: true }) as ComposeFile;
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
      ].map((fault) => `${name}: ${fault}`),
    ),
    ...('WORKER_KEYS' in (services['api']?.environment ?? {}) ? ['api: must not have WORKER_KEYS'] : []),
  ];
}

function faultsOf({ deploy }: Service, replicas = 1): readonly string[] {
  const count = deploy?.replicas ?? 1;
  return [
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
