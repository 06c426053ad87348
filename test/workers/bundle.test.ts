import { bundleWorkflows } from '../../workers/bundle';

test('the workflow bundle holds no schema library and nothing of the API', async () => {
  const { code } = await bundleWorkflows();
  expect(code).toContain('employeeRegistration');
  expect(code).not.toMatch(/node_modules\/zod\/|ZodType|src\/http\//);
});
