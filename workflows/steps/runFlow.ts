import { allHandlersFinished, CancellationScope, condition, isCancellation } from '@temporalio/workflow';
import type { FlowView } from '../contracts/flow';

/** A flow as it ends. */
interface Ending {
  view(): FlowView;
  /** May have effects of its own, which no cancellation cuts off. */
  end(status: 'CANCELLED'): void | Promise<void>;
}

/** Tells a flow's story to its end: who cancels it sees that, and no step is cut off. */
export async function runFlow(flow: Ending, story: () => Promise<void>): Promise<FlowView> {
  try {
    await story();
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(async () => flow.end('CANCELLED'));
    throw error;
  }
  await condition(allHandlersFinished);
  return flow.view();
}
