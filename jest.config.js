const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
  rootDir: '.',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': '@swc/jest',
    '/node_modules/(jose|oauth4webapi|oidc-provider|openid-client)/.+\\.js$': '@swc/jest',
  },
  // ES modules: Node.js loads them with require, jest does not.
  transformIgnorePatterns: ['/node_modules/(?!(jose|oauth4webapi|oidc-provider|openid-client)/)'],
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/globalSetup.ts',
  globalTeardown: '<rootDir>/test/support/globalTeardown.ts',
  // Thousands of timed requests: a run of their own, on a machine that does little else.
  testPathIgnorePatterns: ['/node_modules/', ...(process.env.TIMING === 'true' ? [] : ['/test/timing/'])],
  // jest's own figure leaves a machine of two cores one worker, which waits for servers half of its time.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  testTimeout: 60_000,
};
