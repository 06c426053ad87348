import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  setHandler,
  sleep,
} from '@temporalio/workflow';
import {
  stepsOfFlow,
  type FlowName,
  type FlowStep,
  type FlowView,
  type Refusal,
  type StepOf,
} from '../contracts/flow';
import {
  awaitStart,
  superseded,
  updateOf,
  viewFlow,
  wouldTake,
  type AnswerOf,
  type ArgumentOf,
} from '../contracts/messages';
import type { FlowState, OfferedStep } from './flowState';

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
