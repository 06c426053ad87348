import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import type { ManagedProcess, ProcessPlan } from './managedProcesses';
import { findOnPath, installedWheels, type WheelInstaller } from './serverPrograms';

/** Which server speaks MongoDB's protocol here. Their files differ: each has a folder of its own. */
export type DatabaseProgram =
  | { readonly kind: 'mongod'; readonly command: string }
  | { readonly kind: 'secantus'; readonly python: string; readonly modules: string };

export interface DatabaseServerOptions {
  readonly port: number;
  readonly folder: string;
  readonly logFile: string;
}

const loopback = '127.0.0.1';
const readyWithinMs = 60_000;
const replicaSet = 'selfcare';

/** @returns `mongod` from the PATH, else SecantusDB, installed on first use. */
export async function databaseProgram(installer: WheelInstaller): Promise<DatabaseProgram> {
  const command = findOnPath('mongod');
  if (command) return { kind: 'mongod', command };
  const { folder, python } = await installedWheels('database', installer);
  return { kind: 'secantus', python: python.command, modules: folder };
}

/**
 * Switches the driver's retries of writes off: SecantusDB remembers ten thousand of them and then sorts them all at every
 * write, which takes ten times as long. Callers retry anyway.
 *
 * @returns address of a database on that port, the service's own unless told otherwise
 */
export function databaseUri(port: number, database = 'selfcare'): string {
  return `mongodb://${loopback}:${port}/${database}?directConnection=true&retryWrites=false`;
}

/** Makes the folder and says how to run the server in it. */
export function databaseServerPlan(program: DatabaseProgram, options: DatabaseServerOptions): ProcessPlan {
  mkdirSync(filesOf(options), { recursive: true, mode: 0o700 });
  return {
    name: 'The database server',
    logFile: options.logFile,
    stopWithinMs: 20_000,
    ...commandLine(program, options),
  };
}

/** Waits until the server takes writes; a new `mongod` is made a replica set of one first. */
export async function databaseReady(server: ManagedProcess, port: number): Promise<void> {
  await server.whenReady(async () => takesWrites(port), readyWithinMs);
}

function commandLine(
  program: DatabaseProgram,
  options: DatabaseServerOptions,
): Pick<ProcessPlan, 'command' | 'args' | 'env'> {
  const port = String(options.port);
  if (program.kind === 'mongod')
    return {
      command: program.command,
      args: ['--replSet', replicaSet, '--bind_ip', loopback, '--port', port, '--dbpath', filesOf(options)],
    };
  return {
    command: program.python,
    args: [
      ...['-m', 'secantus', '--host', loopback, '--port', port, '--log-level', 'WARNING'],
      ...['--storage-path', filesOf(options), '--cache-size', '256M'],
      // It honours `journal: true` only for single writes; without this, `kill -9` loses acknowledged transactions.
      '--sync-on-commit',
    ],
    env: { ...process.env, PYTHONPATH: program.modules, PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' },
  };
}

function filesOf({ folder }: DatabaseServerOptions): string {
  return join(folder, 'files');
}

async function takesWrites(port: number): Promise<boolean> {
  const client = new mongo.MongoClient(databaseUri(port), { serverSelectionTimeoutMS: 2_000 });
  try {
    const admin = client.db('admin');
    const hello = await admin.command({ hello: 1 });
    if (hello['isreplicaset'] === true) {
      const members = [{ _id: 0, host: `${loopback}:${port}` }];
      await admin.command({ replSetInitiate: { _id: replicaSet, members } });
    }
    return hello['isWritablePrimary'] === true;
  } finally {
    await client.close();
  }
}
