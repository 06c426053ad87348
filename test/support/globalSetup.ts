import { givenDatabaseServer, makeTestFolder, startTestServers, type TestServers } from './servers';

declare global {
  var testServers: TestServers | undefined;
  var givenDatabase: string | undefined;
}

/** In MiB. Most of what a test makes is garbage soon; with room for it, a worker of jest takes a tenth less of a processor. */
const roomForTheYoung = '--max-semi-space-size=64';

/** Runs once, before all test files. The unit tests get a folder and no servers. */
export default async function globalSetup(): Promise<void> {
  const folder = makeTestFolder();
  process.env['TEST_FOLDER'] = folder;
  process.env['NODE_OPTIONS'] = `${process.env['NODE_OPTIONS'] ?? ''} ${roomForTheYoung}`.trim();
  globalThis.givenDatabase = givenDatabaseServer();
  globalThis.testServers = process.env['UNIT'] === 'true' ? undefined : await startTestServers(folder);
  Object.assign(process.env, globalThis.testServers?.variables);
}
