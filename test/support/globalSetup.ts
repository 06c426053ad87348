import { givenDatabaseServer, makeTestFolder, startTestServers, type TestServers } from './servers';

declare global {
  var testServers: TestServers | undefined;
  var givenDatabase: string | undefined;
}

/** Runs once, before all test files. The unit tests get a folder and no servers. */
export default async function globalSetup(): Promise<void> {
  const folder = makeTestFolder();
  process.env['TEST_FOLDER'] = folder;
  globalThis.givenDatabase = givenDatabaseServer();
  globalThis.testServers = process.env['UNIT'] === 'true' ? undefined : await startTestServers(folder);
  Object.assign(process.env, globalThis.testServers?.variables);
}
