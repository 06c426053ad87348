const { availableParallelism } = require('node:os');
const { readAttacks } = require('./test/attacks/catalogue');

/** Tests that need neither Temporal nor MongoDB: `npm run test:unit` starts no server, so that they run anywhere, on any Node.js. */
const withoutServers = [
  '**/test/{config,errors,identifiers,simulators,support,temporal}/**/*.test.ts',
  '**/test/camara/{accessTokens,description}.test.ts',
  '**/test/messaging/!(deliveryReceipts|sendOnce).test.ts',
  '**/test/networkSessions/{gatewayAssertions,numberVerification}.test.ts',
  '**/test/portal/faqSearch.test.ts',
  '**/test/security/!(breachedPasswords|passwordTraces).test.ts',
  '**/test/*/histories.test.ts',
];

/** `npm run test:attacks`: the files that play attacks, and their table at the end. */
const isAboutAttacks = process.env.ATTACKS === 'true';
const attackFiles = new Set(
  readAttacks().flatMap(({ held, control }) => [...held, ...control].map(({ file }) => `**/${file}`)),
);

function testMatch() {
  if (isAboutAttacks) return [...attackFiles];
  return process.env.UNIT === 'true' ? withoutServers : ['**/*.test.ts'];
}

/** @type {import('jest').Config} */
module.exports = {
  rootDir: '.',
  roots: ['<rootDir>/test'],
  testMatch: testMatch(),
  reporters: ['default', ...(isAboutAttacks ? ['<rootDir>/test/attacks/tableReporter.js'] : [])],
  transform: { '^.+\\.ts$': '@swc/jest' },
  testEnvironment: '<rootDir>/test/support/jest/suiteEnvironment.js',
  runtime: '<rootDir>/test/support/jest/suiteRuntime.js',
  globalSetup: '<rootDir>/test/support/globalSetup.ts',
  globalTeardown: '<rootDir>/test/support/globalTeardown.ts',
  // Runs of their own: thousands of timed requests, on a machine that does little else; hundreds of people, and processes that wait for
  // what is away; what needs a browser on the machine; what needs networks of its own; and what ci/apiTools/install brings.
  testPathIgnorePatterns: [
    '/node_modules/',
    ...(process.env.TIMING === 'true' || isAboutAttacks ? [] : ['/test/timing/']),
    ...(process.env.PRESSURE === 'true' || isAboutAttacks
      ? []
      : ['/test/load/', '/test/outages/', '/test/processes/']),
    ...(process.env.BROWSER === 'true' ? [] : ['/test/browser/']),
    ...(process.env.TOPOLOGY === 'true' ? [] : ['/test/topology/']),
    ...(process.env.API_TOOLS === 'true' ? [] : ['/test/clients/', '/test/fuzz/']),
  ],
  // A worker waits for servers a third of its time.
  maxWorkers: availableParallelism() + 1,
  // A worker keeps some of what each test file left, and collecting it takes ever longer.
  workerIdleMemoryLimit: '700MB',
  // A slow machine is no failure: what is awaited for longer than this does not come.
  testTimeout: 180_000,
};
