import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath } from '../../../embedded/serverPrograms';
import { projectFolder } from '../../../embedded/projectFolder';
import { databaseServerPlan, type DatabaseProgram } from '../../../embedded/databaseServer';
import type { ComposeService } from './composeFile';

/** What stands for an image on this machine: the program that it would run, with what it needs of the machine. */
export interface Program {
  readonly command: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly folders?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Programs {
  /** Folder that `ci/temporalServer/install` makes. */
  readonly temporal: string;
  readonly database: DatabaseProgram;
  readonly databaseFolder: string;
}

const postgresqlFolder = '/usr/lib/postgresql/15/bin';
const path = `/service/bin:${postgresqlFolder}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;

/** As the image of nginx includes what is put into `conf.d`. */
const nginxBase = `
worker_processes 1; daemon off; error_log stderr; pid /tmp/nginx.pid;
events {}
http { access_log off; ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path /tmp/${kind};`).join(' ')}
include /etc/nginx/conf.d/*.conf; }
`;

/** As the image of PostgreSQL makes its store at the first start, by the variables of the file. */
const postgresql = `
data=/var/lib/postgresql/data
install --directory --owner postgres --mode 700 "$data"
install --directory --owner postgres /var/run/postgresql
install --owner postgres --mode 400 "$POSTGRES_PASSWORD_FILE" /tmp/password
as() { setpriv --reuid postgres --regid postgres --clear-groups "$@"; }
as initdb --pgdata "$data" --username "$POSTGRES_USER" --pwfile /tmp/password --auth-host scram-sha-256 > /dev/null
echo 'host all all all scram-sha-256' >> "$data/pg_hba.conf"
exec setpriv --reuid postgres --regid postgres --clear-groups postgres -D "$data" -h '*' -k /var/run/postgresql
`;

/** BusyBox’s, as far as `nc -z HOST PORT` goes. */
const nc = '#!/bin/bash\nexec 3<> "/dev/tcp/$2/$3"\n';

/** The programs by the beginnings of the images' names. The command of a service stays that of the file wherever it has one. */
export function programOf(service: ComposeService, programs: Programs): Program {
  const own = [...(service.entrypoint ?? []), ...(service.command ?? [])];
  const image = service.image.replace(/:.*/, '');
  const found: Readonly<Record<string, () => Program>> = {
    'selfcare-onboarding': () => ({
      command: own,
      folders: {
        '/service/dist': join(projectFolder, 'dist'),
        '/service/node_modules': join(projectFolder, 'node_modules'),
      },
    }),
    'nginxinc/nginx-unprivileged': () => ({
      command: [findOnPath('nginx') ?? 'nginx', '-c', '/etc/nginx/base.conf', '-e', 'stderr'],
      files: { '/etc/nginx/base.conf': nginxBase },
    }),
    postgres: () => ({ command: ['bash', '-euc', postgresql] }),
    'temporalio/admin-tools': () => ({
      command: own,
      folders: {
        '/service/bin': join(programs.temporal, 'bin'),
        '/etc/temporal/schema': join(programs.temporal, 'schema'),
      },
    }),
    'temporalio/server': () => ({
      command: own,
      files: {
        '/etc/temporal/entrypoint.sh': entrypointOf(programs.temporal),
        '/usr/local/bin/nc': nc,
      },
      folders: { '/service/bin': join(programs.temporal, 'bin') },
    }),
    mongo: () => databaseIn(programs),
    'maildev/maildev': () => ({
      command: [process.execPath, join(projectFolder, 'node_modules/maildev/dist/bin/maildev.js')],
    }),
  };
  const program = found[image]?.();
  if (!program) throw new Error(`Nothing on this machine stands for ${service.image}.`);
  return {
    ...program,
    environment: { PATH: `${join(process.execPath, '..')}:${path}`, ...program.environment },
  };
}

/** The image's own, which says `bash` where the machine's `sh` knows no `pipefail`. */
function entrypointOf(temporal: string): string {
  return readFileSync(join(temporal, 'entrypoint.sh'), 'utf8').replace('#!/bin/sh', '#!/bin/bash');
}

function databaseIn({ database, databaseFolder: folder }: Programs): Program {
  const { command, args, env = {} } = databaseServerPlan(database, { folder, port: 27_017, logFile: '' });
  const environment = Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('PYTHON')));
  return {
    command: [command, ...args.map((word) => (word === '127.0.0.1' ? '0.0.0.0' : word))],
    environment: environment as Record<string, string>,
  };
}

/** @throws Error with what is missing to run the topology here */
export function refuseWithout({ temporal }: Pick<Programs, 'temporal'>): void {
  if (process.getuid?.() !== 0) throw new Error('Networks of their own need the superuser: run it as root.');
  const missing = ['ip', 'nsenter', 'unshare', 'nginx', 'setpriv', 'openssl'].filter(
    (name) => !findOnPath(name),
  );
  if (missing.length > 0) throw new Error(`The topology needs ${missing.join(', ')}: put it on the PATH.`);
  if (!existsSync(join(postgresqlFolder, 'initdb')))
    throw new Error('The topology needs PostgreSQL 15: install it.');
  if (!existsSync(temporal)) throw new Error('Temporal’s server is missing: run ci/temporalServer/install.');
}
