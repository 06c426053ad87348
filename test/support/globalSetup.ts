import { startTestServers, type TestServers } from './servers';

declare global {
  var testServers: TestServers | undefined;
}

/** Runs once, before all test files. */
export default async function globalSetup(): Promise<void> {
  globalThis.testServers = await startTestServers();
  Object.assign(process.env, globalThis.testServers.variables);
}
