import { rmSync } from 'node:fs';
import './globalSetup';

/** Runs once, after all test files. */
export default async function globalTeardown(): Promise<void> {
  const servers = globalThis.testServers;
  if (!servers) return;
  await servers.processes.stopAll();
  rmSync(servers.folder, { recursive: true, force: true });
}
