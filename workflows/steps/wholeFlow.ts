import { allHandlersFinished, condition, isCancellation } from '@temporalio/workflow';
import type { FlowView } from '../contracts/flow';

/** A flow as it ends. */
interface Ending {
  view(): FlowView;
  end(status: 'CANCELLED'): void;
}

/** Tells a flow's story to its end: who cancels it sees that, and no step is cut off. */
export async function wholeFlow(flow: Ending, story: () => Promise<void>): Promise<FlowView> {
  try {
    await story();
  } catch (error) {
    if (isCancellation(error)) flow.end('CANCELLED');
    throw error;
  }
  await condition(allHandlersFinished);
  return flow.view();
}
