import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

/**
 * Rooms of the house, and the rooms that each may import from. `workflows` may import nothing but itself:
 * its code runs in a sandbox and must stay deterministic.
 */
const shared = ['config', 'database', 'errors', 'identifiers', 'observability', 'security'];
const rooms = {
  workflows: [],
  config: ['workflows'],
  errors: ['workflows'],
  observability: ['config', 'workflows'],
  identifiers: ['errors', 'workflows'],
  security: ['config', 'errors', 'identifiers', 'workflows'],
  database: ['config', 'observability', 'security', 'workflows'],
  messaging: ['workflows', ...shared],
  records: ['workflows', ...shared],
  temporal: ['workflows', ...shared],
  http: ['workflows', 'temporal', ...shared],
  openapi: ['http', 'workflows', ...shared],
  routes: ['http', 'openapi', 'records', 'temporal', 'workflows', ...shared],
  api: ['http', 'messaging', 'openapi', 'records', 'routes', 'temporal', 'workflows', ...shared],
  activities: ['messaging', 'records', 'workflows', ...shared],
  workers: ['activities', 'messaging', 'records', 'temporal', 'workflows', ...shared],
  embedded: [...shared],
  commands: ['records', ...shared],
};
const patterns = {
  api: 'src/*.ts',
  workflows: 'workflows',
  activities: 'activities',
  workers: 'workers',
  embedded: 'embedded',
  commands: 'commands',
};

export default tseslint.config(
  { ignores: ['dist', '.data', 'coverage', 'eslint.config.mjs', 'jest.config.js'] },
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
        mode: type === 'api' ? 'file' : 'folder',
      })),
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'boundaries/element-types': [
        'error',
        {
          default: 'disallow',
          rules: Object.entries(rooms).map(([from, allow]) => ({ from: [from], allow: [from, ...allow] })),
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
    files: ['src/**/*.ts', 'activities/**/*.ts', 'workers/**/*.ts', 'commands/**/*.ts'],
    ignores: ['src/config/env.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only src/config/env.ts reads the environment.' },
      ],
    },
  },
  {
    files: ['activities/**/*.ts', 'workers/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: ['express'] }] },
  },
  {
    // A mongoose schema is written as object literals where its types name classes.
    files: ['src/database/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
