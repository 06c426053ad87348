import { rmSync } from 'node:fs';
import './globalSetup';

/** Runs once, after all test files. */
export default async function globalTeardown(): Promise<void> {
  const servers = globalThis.testServers;
  if (!servers) return;
  // Nothing of theirs is kept, so they need not end in good order, which takes seconds.
  servers.processes.killAll();
  await servers.processes.stopAll();
  rmSync(servers.folder, { recursive: true, force: true });
}
