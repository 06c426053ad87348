import { isGrpcServiceError, type WorkflowService } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

const notFound = 5;
/** A poll waits for work up to a minute; a worker that ended is seen this long after its last one. */
const pollerIsFreshMs = 75_000;

/** Whether the namespace is there and its histories can be read. @throws where one of them is not, or Temporal is away */
export async function temporalAnswers(service: WorkflowService, namespace: string): Promise<void> {
  await service.describeNamespace({ namespace });
  try {
    await service.describeWorkflowExecution({ namespace, execution: { workflowId: 'health' } });
  } catch (error) {
    if (!isGrpcServiceError(error) || (error.code as number) !== notFound) throw error;
  }
}

/** Whether a worker takes workflow tasks. @throws where none does, or Temporal is away */
export async function workersPoll(
  service: WorkflowService,
  { namespace, taskQueue }: { readonly namespace: string; readonly taskQueue: string },
): Promise<void> {
  const { pollers } = await service.describeTaskQueue({
    namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  });
  const freshest = Math.max(0, ...pollers.map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0)));
  if (Date.now() - freshest * 1_000 > pollerIsFreshMs) throw new Error('No worker polls.');
}
