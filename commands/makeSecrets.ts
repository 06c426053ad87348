import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { Keyring } from '../src/config/keys';
import { sealingKeyText } from '../src/security/pukSealing';

const run = promisify(execFile);
const keyBytes = 32;
/** MongoDB takes a key file of 6 to 1,024 characters of base64. */
const memberKeyBytes = 512;
const authorityDays = 3_650;
/** Longest that browsers' authorities give; long enough to be renewed once a year. */
const certificateDays = 398;
/** Processes of several users read them; the folder keeps others out. */
const readableByAll = 0o444;

/** Writes what is missing of the secrets that `docker-compose.yml` mounts. What is there stays as it is. */
class SecretsFolder {
  readonly written: string[] = [];

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  async complete(): Promise<void> {
    const id = new Date().toISOString().slice(0, 7);
    this.write('service-keys', () => `${id}:${random(keyBytes)}`);
    const workerKeys = this.write('worker-keys', () => `${id}:${random(keyBytes)}`);
    this.write('puk-sealing-key', () => sealingKeyText(Keyring.parse(workerKeys, 'worker-keys')));
    const token = this.write('codec-token', password);
    this.write('codec-authorization', () => `proxy_set_header Authorization "Bearer ${token}";`);
    this.write('postgresql-password', password);
    this.write('mongodb-admin-password', password);
    this.write('mongodb-member-key', () => random(memberKeyBytes));
    const own = this.write('mongodb-password', password);
    this.write('mongodb-uri', () => `mongodb://selfcare:${own}@mongodb:27017/selfcare?replicaSet=selfcare`);
    await this.certify();
  }

  /** An authority of the topology's own; by it Temporal and those who call it know each other. */
  private async certify(): Promise<void> {
    const signs = ['keyUsage=critical,keyCertSign,cRLSign'];
    if (!this.has('ca.pem')) await this.certificate('ca', authorityDays, signs);
    const ca = ['-CA', this.pathOf('ca.pem'), '-CAkey', this.pathOf('ca.key')];
    const isNoAuthority = ['basicConstraints=critical,CA:FALSE', 'keyUsage=critical,digitalSignature'];
    for (const name of ['temporal', 'client']) {
      if (this.has(`${name}.pem`)) continue;
      await this.certificate(name, certificateDays, [`subjectAltName=DNS:${name}`, ...isNoAuthority], ca);
    }
  }

  private async certificate(
    name: string,
    days: number,
    extensions: readonly string[],
    signedBy: readonly string[] = [],
  ): Promise<void> {
    const [pem, key] = [this.pathOf(`${name}.pem`), this.pathOf(`${name}.key`)];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    const about = ['-subj', `/CN=selfcare ${name}`, '-days', String(days)];
    const added = extensions.flatMap((extension) => ['-addext', extension]);
    const out = ['-keyout', `${key}.new`, '-out', `${pem}.new`];
    await run('openssl', ['req', '-x509', '-noenc', ...curve, ...about, ...added, ...signedBy, ...out]);
    for (const file of [key, pem]) {
      chmodSync(`${file}.new`, readableByAll);
      rmSync(file, { force: true });
      renameSync(`${file}.new`, file);
    }
    this.written.push(`${name}.pem`, `${name}.key`);
  }

  private write(name: string, make: () => string): string {
    if (!this.has(name)) {
      writeFileSync(this.pathOf(name), `${make()}\n`, { mode: readableByAll, flag: 'wx' });
      this.written.push(name);
    }
    return readFileSync(this.pathOf(name), 'utf8').trim();
  }

  private has(name: string): boolean {
    return existsSync(this.pathOf(name));
  }

  private pathOf(name: string): string {
    return join(this.folder, name);
  }
}

function random(bytes: number): string {
  return randomBytes(bytes).toString('base64');
}

/** Letters and digits alone, so that it may stand in an address. */
function password(): string {
  return randomBytes(24).toString('hex');
}

async function makeSecrets(folder: string): Promise<void> {
  try {
    const secrets = new SecretsFolder(folder);
    await secrets.complete();
    const { written } = secrets;
    const sentence = written.length === 0 ? 'Nothing was missing.' : `Written: ${written.join(', ')}.`;
    process.stdout.write(`${sentence}\n`);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown reason';
    process.stderr.write(`The secrets could not be written to ${folder}: ${reason}\n`);
    process.exitCode = 2;
  }
}

void new Command('make-secrets')
  .description('Writes the keys, passwords and certificates of docker-compose.yml that a folder lacks.')
  .argument('<folder>', 'where they go; keep it out of every repository')
  .action(makeSecrets)
  .parseAsync();
