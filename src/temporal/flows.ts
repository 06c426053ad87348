import {
  WithStartWorkflowOperation,
  type WorkflowClient,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowStartOptions,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import {
  type FlowName,
  type FlowStep,
  type FlowView,
  takesStep,
  workflowIdOf,
  type Activation,
  type AnswerOf,
  type ArgumentOf,
  awaitStart,
  superseded,
  updateOf,
  viewFlow,
  wouldTake,
} from '../../workflows/contracts/flow';
import type { Config } from '../config/config';
import type { Figures } from '../config/figures';
import { Problem } from '../errors/problem';
import { codeWhenOver, isOver, isUnanswered, refusalOf, unavailable } from './flowFailures';

/** Which flow; `<flow>/<flowId>` is its workflow's id. */
export interface FlowReference {
  readonly flow: FlowName;
  readonly flowId: string;
}

export interface FlowStart extends FlowReference {
  readonly input: unknown;
  readonly searchAttributes: SearchAttributePair[];
  /** One line for operators, masked. */
  readonly summary: string;
}

/** Of the whole configuration. */
export interface FlowsConfig {
  readonly temporal: Pick<Config['temporal'], 'taskQueue'>;
  readonly figures: Pick<Figures, 'flowDeadlineMs'>;
}

/** The flows as the API reaches them: every call has a deadline, every failure is a {@link Problem}. */
export class Flows {
  constructor(
    private readonly client: WorkflowClient,
    private readonly config: FlowsConfig,
    private readonly now: () => number = Date.now,
  ) {}

  private get deadlineMs(): number {
    return this.config.figures.flowDeadlineMs;
  }

  /** For what a call asks once its own time is up. */
  private get lookDeadlineMs(): number {
    return 0.3 * this.deadlineMs;
  }

  /**
   * Starts a flow, or finds the one that the same request started before.
   *
   * @returns its first answer; undefined when the flow is known to be under way but did not answer in time
   * @throws Problem `TEMPORARILY_UNAVAILABLE` when nothing was started
   */
  async start(start: FlowStart): Promise<FlowView | undefined> {
    try {
      const view = await this.within(this.deadlineMs, () =>
        this.client.executeUpdateWithStart(awaitStart, this.startOf(start)),
      );
      return this.settled(view);
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return this.firstAnswerOf(start);
      if (!isUnanswered(error)) throw error;
      if (await this.exists(start)) return undefined;
      throw unavailable(error);
    }
  }

  /**
   * Starts a flow, or finds it started, without waiting for what it does: workers may be away.
   *
   * @throws Problem `TEMPORARILY_UNAVAILABLE` when it is not known to have been started
   */
  async launch(start: FlowStart): Promise<void> {
    try {
      await this.within(this.deadlineMs, () => this.client.start(start.flow, this.optionsOf(start)));
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return;
      throw isUnanswered(error) ? unavailable(error) : error;
    }
  }

  /** @throws Problem `NOT_FOUND`, `TEMPORARILY_UNAVAILABLE` */
  async view(reference: FlowReference): Promise<FlowView> {
    return this.settled(await this.plainView(reference));
  }

  /** The same with what the flow does not show yet, for a caller who may know at once. @throws as {@link view} */
  async plainView(reference: FlowReference): Promise<FlowView> {
    return this.ask(() => this.handleOf(reference).query(viewFlow));
  }

  /** Whether the flow would take this step now. @throws Problem as {@link view}, `STEP_OUT_OF_ORDER` where it never does */
  async wouldTake<Step extends FlowStep>(
    reference: FlowReference,
    step: Step,
    argument: ArgumentOf<Step>,
  ): Promise<boolean> {
    refuseUntaken(reference, step);
    return this.ask(() => this.handleOf(reference).query(wouldTake, step, argument));
  }

  /** Takes a step that answers with where the flow stands by then; see {@link step}. */
  async advance<Step extends Exclude<FlowStep, 'activate'>>(
    reference: FlowReference,
    step: Step,
    updateId: string,
    argument: ArgumentOf<Step>,
  ): Promise<FlowView> {
    refuseUntaken(reference, step);
    return this.settled(await this.step(reference, step, updateId, argument));
  }

  /** Takes the step of who opened the mail; see {@link step}. */
  async activate(reference: FlowReference, updateId: string): Promise<Activation> {
    const { view, activation } = await this.step(reference, 'activate', updateId, {});
    return { view: this.settled(view), activation };
  }

  /**
   * Takes a step of a flow. The same `updateId` gives the same result, also after the flow's end.
   *
   * @throws Problem with the flow's refusal, `TEMPORARILY_UNAVAILABLE`, `NOT_FOUND`
   */
  async step<Step extends FlowStep>(
    reference: FlowReference,
    step: Step,
    updateId: string,
    argument: ArgumentOf<Step>,
  ): Promise<AnswerOf<Step>> {
    try {
      return await this.within(this.deadlineMs, () =>
        this.handleOf(reference).executeUpdate(updateOf(step), { updateId, args: [argument] }),
      );
    } catch (error) {
      if (isOver(error)) throw new Problem(codeWhenOver(await this.view(reference)));
      throw refusalOf(error) ?? (isUnanswered(error) ? unavailable(error) : error);
    }
  }

  /** Tells a flow that its place was taken. Where it is over, or does not hear, what it held is lost to it in any case. */
  async supersede(reference: FlowReference): Promise<void> {
    try {
      await this.within(this.lookDeadlineMs, () => this.handleOf(reference).signal(superseded));
    } catch (error) {
      if (!isOver(error) && !isUnanswered(error)) throw error;
    }
  }

  private startOf(start: FlowStart) {
    const options = { ...this.optionsOf(start), workflowIdConflictPolicy: 'USE_EXISTING' } as const;
    return {
      updateId: awaitStart.name,
      startWorkflowOperation: new WithStartWorkflowOperation(start.flow, options),
    };
  }

  private optionsOf(start: FlowStart) {
    return {
      workflowId: workflowIdOf(start.flow, start.flowId),
      taskQueue: this.config.temporal.taskQueue,
      args: [start.input],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      typedSearchAttributes: start.searchAttributes,
      staticSummary: start.summary,
    } as const satisfies WorkflowStartOptions;
  }

  private async firstAnswerOf(start: FlowStart): Promise<FlowView> {
    try {
      const view = await this.within(this.deadlineMs, () =>
        this.handleOf(start).getUpdateHandle<FlowView>(awaitStart.name).result(),
      );
      return this.settled(view);
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError) return this.view(start);
      throw isUnanswered(error) ? unavailable(error) : error;
    }
  }

  private async ask<Result>(question: () => Promise<Result>): Promise<Result> {
    try {
      return await this.within(this.deadlineMs, question);
    } catch (error) {
      if (isOver(error)) throw new Problem('NOT_FOUND');
      throw isUnanswered(error) ? unavailable(error) : error;
    }
  }

  private settled(view: FlowView): FlowView {
    return settledView(view, this.now());
  }

  private async exists(reference: FlowReference): Promise<boolean> {
    try {
      await this.within(this.lookDeadlineMs, () => this.handleOf(reference).describe());
      return true;
    } catch {
      return false;
    }
  }

  private handleOf({ flow, flowId }: FlowReference) {
    return this.client.getHandle(workflowIdOf(flow, flowId));
  }

  private within<Result>(ms: number, call: () => Promise<Result>): Promise<Result> {
    return this.client.withDeadline(Date.now() + ms, call);
  }
}

/** A step that the flow never takes is not sent: nobody would answer it. */
function refuseUntaken({ flow }: FlowReference, step: FlowStep): void {
  if (!takesStep(flow, step)) throw new Problem('STEP_OUT_OF_ORDER');
}

/** A flow as it may be shown at `now`, milliseconds since 1970: its pending view counts from the moment that this names. */
function settledView({ pendingView, ...view }: FlowView, now: number): FlowView {
  if (!pendingView || now < Date.parse(pendingView.from)) return view;
  const settled = { ...view, delivery: pendingView.delivery, expiresAt: pendingView.expiresAt };
  return pendingView.delivery === 'DELAYED' ? withoutResend(settled) : settled;
}

/** The message that waits is the one that would be asked for. */
function withoutResend(view: FlowView): FlowView {
  const nextSteps = view.nextSteps.filter((step) => step !== 'resendCode');
  const shown = Object.entries(view).filter(([field]) => field !== 'resendAvailableAt');
  return { ...(Object.fromEntries(shown) as unknown as FlowView), nextSteps };
}
