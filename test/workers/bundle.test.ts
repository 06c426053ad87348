import { readFileSync } from 'node:fs';
import { testWorkflowBundle } from '../support/workflowBundle';

test('the workflow bundle holds no schema library and nothing of the API', async () => {
  const code = readFileSync((await testWorkflowBundle()).codePath, 'utf8');
  expect(code).toContain('employeeRegistration');
  expect(code).not.toMatch(/node_modules\/zod\/|ZodType|src\/http\//);
});
