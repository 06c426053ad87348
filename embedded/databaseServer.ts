import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import type { ManagedProcess, ProcessPlan } from './managedProcesses';
import { downloadedMongod } from './mongodDownload';
import { StartProblem } from './problems';
import { findOnPath, installedWheels, type WheelInstaller } from './serverPrograms';
import { standInDatabase } from './standInDatabase';

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

/** Where the program comes from; by itself: the PATH, else the stand-in. */
export interface DatabaseSource {
  readonly from: 'path' | 'stand-in' | 'download' | undefined;
  /** Where a download comes from, in place of its maker. */
  readonly mirror: string | undefined;
}

/**
 * @returns `mongod` from the PATH or downloaded, or the stand-in SecantusDB; what is not there yet is installed.
 * @throws StartProblem
 */
export async function databaseProgram(
  { from, mirror }: DatabaseSource,
  installer: WheelInstaller,
): Promise<DatabaseProgram> {
  if (from === 'download')
    return { kind: 'mongod', command: await downloadedMongod({ ...installer, mirror }) };
  const command = from === 'stand-in' ? undefined : findOnPath('mongod');
  if (command) return { kind: 'mongod', command };
  if (from === 'path')
    throw new StartProblem(
      'EMBEDDED_MONGODB is path, and there is no mongod on the PATH: put it there, or leave EMBEDDED_MONGODB empty.',
    );
  const { folder, python } = await installedWheels('database', installer);
  return { kind: 'secantus', python: python.command, modules: folder };
}

/** @returns address of a database on that port, the service's own unless told otherwise */
export function databaseUri(port: number, database = 'selfcare'): string {
  return `mongodb://${loopback}:${port}/${database}?directConnection=true`;
}

/** The address of another database on the same server. An address may name several hosts, which no URL does. */
export function databaseBeside(uri: string, name: string): string {
  return uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${name}`);
}

/** Drops the databases whose names begin so. */
export async function dropDatabases(uri: string, beginning: string): Promise<void> {
  const client = await mongo.MongoClient.connect(uri);
  try {
    const { databases } = await client.db().admin().listDatabases({ nameOnly: true });
    const names = databases.map(({ name }) => name).filter((name) => name.startsWith(beginning));
    for (const name of names) await client.db(name).dropDatabase();
  } finally {
    await client.close();
  }
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
      ...['-c', standInDatabase, '--host', loopback, '--port', port, '--log-level', 'WARNING'],
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
