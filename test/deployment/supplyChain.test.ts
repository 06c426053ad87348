import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testFolder } from '../support/testFolder';

interface LockedPackage {
  /** Where the folder has another one. */
  readonly name?: string;
  readonly version?: string;
  readonly dev?: boolean;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
}
type LockFile = Readonly<{ packages: Readonly<Record<string, LockedPackage>> }>;

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as LockFile;
const folder = mkdtempSync(join(testFolder(), 'supply-chain-'));

/** @returns the exit status and what was said, of a command of package.json as `npm run` calls it */
function run(command: string, ...more: readonly string[]) {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const line = [scripts[command], ...more.map((argument) => `'${argument}'`)].join(' ');
  const path = `${process.cwd()}/node_modules/.bin:${process.env['PATH'] ?? ''}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
    encoding: 'utf8',
    env: { ...process.env, PATH: path },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

/** The project's lock file with one more package. */
function lockWith(name: string, entry: LockedPackage): string {
  const file = join(folder, `${name}.json`);
  const packages = { ...lock.packages, [`node_modules/${name}`]: { version: '1.0.0', ...entry } };
  writeFileSync(file, JSON.stringify({ packages }));
  return file;
}

describe('packages', () => {
  test.each(['check:licences', 'check:install-scripts'])('pass %s', (command) => {
    expect(run(command)).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test.each<[string, LockedPackage, string]>([
    ['agpl', { license: 'AGPL-3.0-only' }, 'its licence is AGPL-3.0-only'],
    ['unnamed', {}, 'its licence is unknown'],
    ['tool-in-production', { license: 'LGPL-3.0-or-later' }, 'its licence is LGPL-3.0-or-later'],
    ['both', { license: 'MIT AND GPL-3.0-only' }, 'its licence is MIT AND GPL-3.0-only'],
  ])('of another licence are found: %s', (name, entry, fault) => {
    const file = lockWith(name, entry);
    expect(run('check:licences', file)).toMatchObject({
      status: 1,
      stderr: `${name} 1.0.0 (${file}): ${fault}\n`,
    });
  });

  test('of a choice of licences, one that is allowed, are taken', () => {
    expect(run('check:licences', lockWith('either', { license: '(GPL-3.0-only OR MIT)' })).status).toBe(0);
    expect(run('check:licences', lockWith('tool', { license: 'MPL-2.0', dev: true })).status).toBe(0);
  });

  test('that run a script when they are installed are found', () => {
    const file = lockWith('sudden', { license: 'MIT', hasInstallScript: true });
    expect(run('check:install-scripts', file).stderr).toContain('sudden 1.0.0');
    expect(run('check:install-scripts', file).status).toBe(1);
  });

  test('are all in the bill of materials, those of tools marked, and one that is added is missed', () => {
    const bill = JSON.parse(run('sbom').stdout) as {
      readonly bomFormat: string;
      readonly components: readonly {
        readonly name: string;
        readonly version: string;
        readonly scope: string;
      }[];
    };
    const listed = new Map(bill.components.map(({ name, version, scope }) => [`${name}@${version}`, scope]));
    const missing = (packages: LockFile['packages']) =>
      Object.entries(packages)
        .filter(([path]) => path !== '')
        .map(([path, { name, version = '' }]) =>
          [path.split('node_modules/').pop() ?? '', name ?? ''].map((each) => `${each}@${version}`),
        )
        .filter((names) => !names.some((each) => listed.has(each)))
        .map(([each]) => each);
    const versionOf = (name: string) => `${name}@${lock.packages[`node_modules/${name}`]?.version ?? ''}`;
    expect(bill.bomFormat).toBe('CycloneDX');
    expect(missing(lock.packages)).toEqual([]);
    expect(missing({ 'node_modules/sudden': { version: '1.0.0' } })).toEqual(['sudden@1.0.0']);
    expect([listed.get(versionOf('jest')), listed.get(versionOf('stdnum'))]).toEqual([
      'optional',
      'required',
    ]);
  });
});

describe('secrets', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const planted: Readonly<Record<string, string>> = {
    'service-key.env': `SERVICE_KEYS=prod-1:${randomBytes(32).toString('base64')}\n`,
    'private-key.pem': privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    'database.ts': ['const uri = "mongodb://root', 's3cr3tPassw0rd@db.internal:27017/selfcare";\n'].join(':'),
  };

  test.each(Object.entries(planted))('in %s are found, and not shown', (name, text) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    const { status, stdout } = run('check:secrets', file);
    expect(status).toBe(1);
    expect(stdout).toContain(name);
    expect(stdout).not.toContain(text.trim().slice(-60, -30));
  });

  test('are none in the project', () => {
    expect(run('check:secrets')).toMatchObject({ status: 0, stdout: '' });
  });
});
