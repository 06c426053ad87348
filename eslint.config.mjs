import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

/**
 * Rooms of the house, and the rooms that each may import from. `workflows` may import nothing but itself:
 * its code runs in a sandbox and must stay deterministic.
 */
const shared = ['config', 'database', 'errors', 'identifiers', 'limits', 'observability', 'security'];
const rooms = {
  contracts: [],
  workflows: ['contracts'],
  config: ['contracts'],
  errors: ['contracts'],
  observability: ['config', 'contracts'],
  identifiers: ['errors', 'contracts'],
  security: ['config', 'errors', 'identifiers', 'contracts'],
  database: ['config', 'identifiers', 'observability', 'security', 'contracts'],
  limits: ['config', 'database', 'security', 'contracts'],
  messaging: ['contracts', ...shared],
  records: ['contracts', ...shared],
  temporal: ['contracts', ...shared],
  http: ['contracts', 'temporal', ...shared],
  openapi: ['http', 'contracts', ...shared],
  routes: ['http', 'openapi', 'records', 'temporal', 'contracts', ...shared],
  portal: ['http', 'messaging', 'routes', 'temporal', 'contracts', ...shared],
  camara: ['http', 'temporal', 'contracts', ...shared],
  api: [
    'camara',
    'http',
    'messaging',
    'openapi',
    'portal',
    'records',
    'routes',
    'temporal',
    'contracts',
    ...shared,
  ],
  activities: ['messaging', 'records', 'contracts', ...shared],
  workers: ['activities', 'messaging', 'records', 'temporal', 'contracts', ...shared],
  simulators: [],
  embedded: ['simulators', 'records', 'temporal', ...shared],
  commands: ['temporal', 'records', 'contracts', ...shared],
  stand: ['embedded', 'records', 'contracts', ...shared],
  faults: ['stand', 'messaging', 'temporal', 'contracts', ...shared],
  bench: ['stand', 'embedded', 'records', 'temporal', 'workers', 'contracts', ...shared],
  tools: ['stand', 'embedded', 'contracts'],
};
const patterns = {
  contracts: 'workflows/contracts',
  ...Object.fromEntries(
    [
      'workflows',
      'activities',
      'workers',
      'simulators',
      'embedded',
      'commands',
      'stand',
      'faults',
      'bench',
      'tools',
    ].map((room) => [room, room]),
  ),
};

export default tseslint.config(
  {
    ignores: [
      'ci',
      'dist',
      '.data',
      'coverage',
      'eslint.config.mjs',
      'jest.config.js',
      'embedded/requireNode.js',
      'commands/command.js',
      'test/attacks/*.js',
      'test/support/jest/*.js',
      'test/topology/support/*.js',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { boundaries },
    settings: {
      'import/resolver': { node: { extensions: ['.ts', '.js', '.json'] } },
      'boundaries/elements': Object.keys(rooms).map((type) => ({
        type,
        pattern: patterns[type] ?? `src/${type}`,
      })),
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: Object.entries(rooms).map(([from, allow]) => ({
            from: { element: { type: from } },
            allow: [from, ...allow].map((type) => ({ to: { element: { type } } })),
          })),
        },
      ],
    },
  },
  {
    files: ['workflows/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(?!\\.{1,2}/|@temporalio/(workflow|common)$)',
              message: 'Workflow code imports @temporalio/workflow and itself, nothing else.',
            },
          ],
        },
      ],
      'no-restricted-globals': ['error', 'process', 'Buffer', 'fetch'],
    },
  },
  {
    files: ['src/**/*.ts', 'activities/**/*.ts', 'workers/**/*.ts', 'commands/**/*.ts', 'simulators/**/*.ts'],
    ignores: ['src/config/env.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only src/config/env.ts reads the environment.' },
      ],
    },
  },
  {
    // A channel is data: what differs from one to another stands in a table by channel, which the compiler holds complete.
    files: ['**/*.ts'],
    ignores: ['test/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ':matches(BinaryExpression[operator=/^[!=]==?$/], SwitchCase) > Literal[value=/^(sms|mail)$/]',
          message:
            'Do not ask which channel it is: add a fact to a table by channel (workflows/contracts/channels.ts).',
        },
      ],
    },
  },
  {
    files: ['activities/**/*.ts', 'workers/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: ['express'] }] },
  },
  {
    // Marked by its author so that nobody takes it for more than it is: for an operator on the loopback.
    files: ['src/security/numberVerification.ts'],
    rules: {
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', name: 'allowInsecureRequests', package: 'openid-client' }] },
      ],
    },
  },
  {
    // A mongoose schema is written as object literals where its types name classes.
    files: ['src/database/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off' },
  },
  {
    // What browsers run, as it is.
    files: ['src/portal/assets/*.js', 'simulators/phone/assets/*.js'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      sourceType: 'script',
      globals: { document: 'readonly', window: 'readonly' },
      parserOptions: { projectService: false },
    },
  },
  {
    files: ['src/portal/assets/work.js'],
    languageOptions: { sourceType: 'module' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
