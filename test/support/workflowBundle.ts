import { existsSync, mkdirSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowBundleOption } from '@temporalio/worker';
import { bundleWorkflows } from '../../workers/bundle';
import { eventually } from './eventually';
import { testFolder } from './testFolder';

/** The bundle of the workflow code: made by the test file that needs it first, for all of one run. */
export async function testWorkflowBundle(): Promise<WorkflowBundleOption & { readonly codePath: string }> {
  const codePath = join(testFolder(), 'workflow-bundle.js');
  const turn = `${codePath}.turn`;
  await eventually(async () => {
    if (!existsSync(codePath) && isFirstTo(turn)) await makeBundle(codePath).finally(() => rmdirSync(turn));
    return existsSync(codePath) || undefined;
  }, 'Another test file does not end to bundle the workflows.');
  return { codePath };
}

async function makeBundle(codePath: string): Promise<void> {
  const { code } = await bundleWorkflows();
  const unfinished = `${codePath}.unfinished`;
  writeFileSync(unfinished, code);
  renameSync(unfinished, codePath);
}

function isFirstTo(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}
