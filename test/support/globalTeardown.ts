import { rmSync } from 'node:fs';
import './globalSetup';
import { testFolder } from './testFolder';

/** Runs once, after all test files. */
export default async function globalTeardown(): Promise<void> {
  const processes = globalThis.testServers?.processes;
  // Their data are thrown away, so they are killed: an orderly end takes seconds.
  processes?.killAll();
  await processes?.stopAll();
  rmSync(testFolder(), { recursive: true, force: true });
}
