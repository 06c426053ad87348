import { rmSync } from 'node:fs';
import { dropDatabases } from '../../embedded/databaseServer';
import './globalSetup';
import { databasesOfRun } from './testDatabase';
import { testFolder } from './testFolder';

/** Runs once, after all test files. */
export default async function globalTeardown(): Promise<void> {
  const processes = globalThis.testServers?.processes;
  // Their data are thrown away, so they are killed: an orderly end takes seconds.
  processes?.killAll();
  await processes?.stopAll();
  if (globalThis.givenDatabase !== undefined) await dropDatabases(globalThis.givenDatabase, databasesOfRun());
  rmSync(testFolder(), { recursive: true, force: true });
}
