import { existsSync, mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolderAt, makeDataFolder } from '../../embedded/dataFolder';
import {
  databaseProgram,
  databaseReady,
  databaseServerPlan,
  databaseUri,
} from '../../embedded/databaseServer';
import { freePort } from '../../embedded/ports';
import { ProcessGroup } from '../../embedded/managedProcesses';
import { readDatabaseSource } from '../../embedded/settings';
import {
  temporalCli,
  temporalReady,
  temporalServerPlan,
  temporalTestServer,
} from '../../embedded/temporalServer';
import type { WheelInstaller, WheelSet } from '../../embedded/serverPrograms';

/** Servers that all test files share, on free ports. */
export interface TestServers {
  readonly processes: ProcessGroup;
  /** What test files read from the environment. */
  readonly variables: Readonly<Record<TestVariable, string>>;
}

type TestVariable = 'TEST_MONGODB_URI' | 'TEST_TEMPORAL_ADDRESS' | 'TEST_TEMPORAL_TEST_SERVER';

const memoryFolder = '/dev/shm';

/** A temporary folder for one run: the servers' data, and what test files share. */
export function makeTestFolder(): string {
  return mkdtempSync(join(placeOfFolder(), 'selfcare-test-'));
}

/**
 * Installs the servers on first use, as `npm start` does, and starts one Temporal server and, unless `TEST_MONGODB_URI` names
 * one, a database server.
 */
export async function startTestServers(folder: string): Promise<TestServers> {
  const processes = new ProcessGroup();
  const cli = await temporalCli(installer('temporal'));
  const testServer = await temporalTestServer(installer('temporal'));
  const temporalPort = await freePort();
  const database = givenDatabaseServer() ?? startDatabase(processes, folder);
  const temporal = processes.start(
    temporalServerPlan(cli, {
      port: temporalPort,
      ui: undefined,
      databaseFile: join(folder, 'temporal.db'),
      logFile: join(folder, 'temporal.log'),
    }),
  );
  const [mongodbUri] = await Promise.all([database, temporalReady(temporal, temporalPort)]);
  processes.unref();
  return {
    processes,
    variables: {
      TEST_MONGODB_URI: mongodbUri,
      TEST_TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
      TEST_TEMPORAL_TEST_SERVER: testServer,
    },
  };
}

/** A server that the run was told, of which it uses databases of its own. */
export function givenDatabaseServer(): string | undefined {
  return process.env['TEST_MONGODB_URI'] || undefined;
}

/** @returns its address */
async function startDatabase(processes: ProcessGroup, folder: string): Promise<string> {
  const program = await databaseProgram(readDatabaseSource(process.env), installer('database'));
  const port = await freePort();
  const logFile = join(folder, 'database.log');
  await databaseReady(processes.start(databaseServerPlan(program, { port, folder, logFile })), port);
  return databaseUri(port, '');
}

/**
 * In memory where Linux has a file system there, with a gibibyte to spare: the service asks for writes that are on disk before
 * they are acknowledged, and waiting for a disk makes a write ten times as slow. The one test that looks for them after a crash kills
 * the process, not the machine.
 */
function placeOfFolder(): string {
  if (!existsSync(memoryFolder)) return tmpdir();
  const { bavail, bsize } = statfsSync(memoryFolder);
  return bavail * bsize > 2 ** 30 ? memoryFolder : tmpdir();
}

export function installer(set: WheelSet): WheelInstaller {
  const data = dataFolderAt(process.env['SELFCARE_DATA_DIR']);
  makeDataFolder(data);
  return {
    serversFolder: data.servers,
    logFile: join(data.logs, `install-${set}.log`),
    tell: console.log,
    signal: new AbortController().signal,
  };
}
