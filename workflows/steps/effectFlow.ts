import { workflowInfo } from '@temporalio/workflow';
import type { FlowName, FlowView, Locale, Refusal, StepOf } from '../contracts/flow';
import type { Notice } from '../contracts/notices';
import { FlowState } from './flowState';
import { sendNotices } from './activityCalls';
import { runFlow } from './runFlow';

export interface EffectFlowInput {
  readonly flowId: string;
  readonly supportReference: string;
  /** What the flow is about, masked, for operators. */
  readonly subject: string;
  readonly locale: Locale;
}

/** What became of the effect; `notices` is asked once the start is answered, and may wait for what it has to look up. */
export type Effected =
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  | { readonly outcome: 'done'; readonly notices: () => Promise<readonly Notice[]> };

/** Flows that take no step. */
type EffectFlowName = { [Flow in FlowName]: [StepOf<Flow>] extends [never] ? Flow : never }[FlowName];

/**
 * A flow of one effect that people are told of: its start (`awaitStart`) is answered once the effect is done or refused, or
 * with `VALIDATING` once `whenLater` was called; then the notices go out, and the flow is over.
 */
export async function effectFlow(
  flow: EffectFlowName,
  input: EffectFlowInput,
  effect: (whenLater: () => void) => Promise<Effected>,
): Promise<FlowView> {
  const { flowId, supportReference, subject, locale } = input;
  const state = new FlowState({ flow, flowId, supportReference, subject });
  const about = { flow, flowId, runId: workflowInfo().firstExecutionRunId, locale, supportReference };
  const end = (status: 'CANCELLED') => {
    if (state.status === 'VALIDATING') state.enter({ status });
  };
  return runFlow<EffectFlowName>(flow, { state, end }, {}, async () => {
    const effected = await effect(state.waitNoLonger);
    if (effected.outcome === 'refused') {
      state.reject(effected.refusal);
      return;
    }
    state.enter({ status: 'COMPLETED' });
    await sendNotices(about, await effected.notices());
  });
}
