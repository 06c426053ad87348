import { join } from 'node:path';
import {
  bundleWorkflowCode,
  DefaultLogger,
  type BundleOptions,
  type WorkflowBundleOption,
} from '@temporalio/worker';

/** What the sandbox loads: workflows, the interceptors beside them, and the converter of failures. */
const bundleOptions: BundleOptions = {
  workflowsPath: require.resolve('../workflows'),
  workflowInterceptorModules: [require.resolve('../workflows/interceptors')],
  failureConverterPath: require.resolve('../workflows/failureConverter'),
  logger: new DefaultLogger('WARN'),
};

/** Where a build leaves the bundle: beside the compiled service. */
export const bundlePath = join(__dirname, '..', 'workflow-bundle.js');

/**
 * Bundles the workflow code. A build does it once, so that all workers start quickly and run the same code.
 *
 * @param workflowsPath in place of this version's
 */
export function bundleWorkflows(workflowsPath = bundleOptions.workflowsPath): Promise<{ code: string }> {
  return bundleWorkflowCode({ ...bundleOptions, workflowsPath });
}

/** The bundle at `codePath` where one was built, else one made now. */
export async function workflowBundle(codePath: string | undefined): Promise<WorkflowBundleOption> {
  return codePath === undefined ? bundleWorkflows() : { codePath };
}
