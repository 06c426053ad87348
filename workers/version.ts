import type { WorkerOptions } from '@temporalio/worker';
import type { Config } from '../src/config/config';

/** A flow stays with the version that it began with, but for those of `workflows/index.ts` that live for days. */
export function versionOf({
  workerVersion: buildId,
  taskQueue: deploymentName,
}: Config['temporal']): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (buildId === undefined) return {};
  return {
    workerDeploymentOptions: {
      version: { deploymentName, buildId },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'PINNED',
    },
  };
}
