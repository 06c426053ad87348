import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowBundleOption } from '@temporalio/worker';
import { bundleWorkflows } from '../../workers/bundle';
import { testFolder } from './testFolder';

/** The bundle of the workflow code: made by the test file that needs it first, for all of one run. */
export async function testWorkflowBundle(): Promise<WorkflowBundleOption> {
  const codePath = join(testFolder(), 'workflow-bundle.js');
  if (existsSync(codePath)) return { codePath };
  const { code } = await bundleWorkflows();
  const unfinished = `${codePath}.${process.pid}`;
  writeFileSync(unfinished, code);
  renameSync(unfinished, codePath);
  return { codePath };
}
