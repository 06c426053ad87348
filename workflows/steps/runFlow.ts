import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import {
  type FlowName,
  type FlowStep,
  type FlowView,
  type Locale,
  type Refusal,
  type StepOf,
  stepsOfFlow,
  type AnswerOf,
  type ArgumentOf,
  awaitStart,
  superseded,
  updateOf,
  viewFlow,
  wouldTake,
} from '../contracts/flow';
import type { Notice } from '../contracts/notices';
import { sendNotices } from './activityCalls';
import { FlowState, type OfferedStep } from './flowState';

/** How a flow takes one of its steps. */
export interface StepHandler<Step extends FlowStep> extends OfferedStep {
  take(argument: ArgumentOf<Step>): Promise<AnswerOf<Step>>;
  /** @throws ApplicationFailure with the refusal when the step may not be taken now */
  refuseUntimely(argument: ArgumentOf<Step>): void;
}

/** A handler for each step that the flow's contract declares, and for no other. */
export type StepHandlers<Flow extends FlowName> = {
  readonly [Step in StepOf<Flow>]: StepHandler<Step>;
};

/** A flow as it stands and ends. */
interface FlowRun {
  readonly state: FlowState;
  /** May have effects of its own; a cancellation does not cut them off. */
  end(status: 'CANCELLED'): void | Promise<void>;
  whenSuperseded?(): void;
  /** Milliseconds that a start waits for its answer at most; where absent, until an effect goes on later. */
  readonly startAnswerMs?: number;
}

/** Listens, then tells the flow's story to its end; a cancellation shows in the view, and cuts no step off. */
export async function runFlow<Flow extends FlowName>(
  flow: Flow,
  run: FlowRun,
  steps: StepHandlers<Flow>,
  story: () => Promise<void>,
): Promise<FlowView> {
  listen(flow, run, steps);
  try {
    await story();
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(async () => run.end('CANCELLED'));
    throw error;
  }
  await condition(allHandlersFinished);
  return run.state.view();
}

/** Handles every message of a flow, before the flow waits for anything. */
function listen<Flow extends FlowName>(flow: Flow, run: FlowRun, table: StepHandlers<Flow>): void {
  const { state } = run;
  const handlers = table as Readonly<Record<FlowStep, StepHandler<FlowStep>>>;
  const steps = stepsOfFlow[flow].map((step) => [step, handlers[step]] as const);
  setHandler(viewFlow, () => state.view());
  setHandler(awaitStart, () => state.answerStart(run.startAnswerMs));
  setHandler(wouldTake, (wanted, argument: ArgumentOf<FlowStep>) =>
    steps.some(([step, handler]) => step === wanted && isTimely(handler, argument)),
  );
  setHandler(superseded, () => run.whenSuperseded?.());
  for (const [step, handler] of steps) {
    setHandler(updateOf(step), (argument: ArgumentOf<FlowStep>) => handler.take(argument), {
      validator: (argument: ArgumentOf<FlowStep>) => handler.refuseUntimely(argument),
    });
  }
  state.offerSteps(steps);
}

function isTimely<Step extends FlowStep>(handler: StepHandler<Step>, argument: ArgumentOf<Step>): boolean {
  try {
    handler.refuseUntimely(argument);
    return true;
  } catch {
    return false;
  }
}

/** A refusal as the failure of an update: its code is the type, the wait and the tries left stand in the details. */
export function refusalFailure({ code, ...numbers }: Refusal): ApplicationFailure {
  return ApplicationFailure.create({ type: code, message: code, nonRetryable: true, details: [numbers] });
}

/** Does something after a while, unless the flow is over by then. */
export function later(ms: number, summary: string, then: () => void): void {
  sleep(ms, { summary })
    .then(then)
    .catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
    });
}

const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/**
 * Waits before a step is tried again because another flow changed what it works on. The first retry comes at once; from the
 * second on the pause doubles, up to a minute.
 *
 * @param failedTries of the step so far
 */
export async function pauseBeforeTry(failedTries: number): Promise<void> {
  if (failedTries < 2) return;
  const pauseMs = Math.min(firstPauseMs * 2 ** (failedTries - 2), longestPauseMs);
  await sleep(pauseMs, { summary: 'the step is tried again' });
}

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
