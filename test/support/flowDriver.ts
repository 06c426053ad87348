import { randomUUID } from 'node:crypto';
import {
  WithStartWorkflowOperation,
  WorkflowUpdateFailedError,
  type WorkflowHandle,
} from '@temporalio/client';
import { requiredTsToMs } from '@temporalio/common/lib/time';
import {
  type FlowName,
  type FlowStep,
  type FlowView,
  type Refusal,
  awaitStart,
  updateOf,
  viewFlow,
  wouldTake,
  type AnswerOf,
  type ArgumentOf,
} from '../../workflows/contracts/flow';
import type { Surroundings } from './skippedTime';

/** Drives one flow as the edge does. */
export abstract class FlowDriver {
  readonly flowId = randomUUID();
  private readonly others: FlowDriver[] = [];

  constructor(
    readonly flow: FlowName,
    protected readonly surroundings: Surroundings,
  ) {}

  protected abstract input(): object;

  get workflowId(): string {
    return `${this.flow}/${this.flowId}`;
  }

  /** Another flow beside this one. */
  protected join<Other extends FlowDriver>(other: Other): Other {
    this.others.push(other);
    return other;
  }

  /** Lets what a story left open expire: a flow that is cut off in an activity would stop the server's time for good. */
  async runToTheEnd(): Promise<void> {
    await this.ended().catch(() => undefined);
    for (const other of this.others) await other.runToTheEnd();
  }

  start(): Promise<FlowView> {
    return this.surroundings.environment.client.workflow.executeUpdateWithStart(awaitStart, {
      updateId: awaitStart.name,
      startWorkflowOperation: new WithStartWorkflowOperation(this.flow, {
        workflowId: this.workflowId,
        taskQueue: this.surroundings.taskQueue,
        args: [this.input()],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
      }),
    });
  }

  step<Step extends FlowStep>(
    step: Step,
    argument: ArgumentOf<Step>,
    updateId: string = randomUUID(),
  ): Promise<AnswerOf<Step>> {
    return this.handle.executeUpdate(updateOf(step), { updateId, args: [argument] });
  }

  setPassword(activation: number, claimId: string = randomUUID()): Promise<FlowView> {
    return this.step('setPassword', { claimId, activation }, claimId);
  }

  /** What the edge asks before it lets a password's hash wait for the flow. */
  wouldSetPassword(activation: number): Promise<boolean> {
    return this.handle.query(wouldTake, 'setPassword', { claimId: 'any', activation });
  }

  view(): Promise<FlowView> {
    return this.handle.query(viewFlow);
  }

  /** Waits for the flow's end; time is skipped until then. */
  ended(): Promise<FlowView> {
    return this.handle.result();
  }

  cancel() {
    return this.handle.cancel();
  }

  async skip(ms: number): Promise<void> {
    await this.surroundings.environment.sleep(ms);
  }

  /** Skips to `beforeMs` before a moment that a view named. */
  async skipTo(moment: string | undefined, beforeMs = 0): Promise<void> {
    if (moment === undefined) throw new Error('The view names no such moment.');
    const { environment } = this.surroundings;
    await this.skip(Math.max(0, Date.parse(moment) - beforeMs - (await environment.currentTimeMs())));
  }

  history() {
    return this.handle.fetchHistory();
  }

  async eventCount(): Promise<number> {
    return (await this.history()).events?.length ?? 0;
  }

  /** Time on the server's clock from the flow's start to the first answer of an update, in ms. */
  async firstAnswerMs(): Promise<number> {
    const events = (await this.history()).events ?? [];
    const answered = events.find((event) => event.workflowExecutionUpdateCompletedEventAttributes);
    return requiredTsToMs(answered?.eventTime, 'answer') - requiredTsToMs(events[0]?.eventTime, 'start');
  }

  protected get handle(): WorkflowHandle {
    return this.surroundings.environment.client.workflow.getHandle(this.workflowId);
  }
}

/** The refusal that a step was answered with. */
export async function refusalOf(step: Promise<unknown>): Promise<Partial<Refusal>> {
  try {
    await step;
  } catch (error) {
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    const failure = error.cause as { type?: Refusal['code']; details?: Partial<Refusal>[] } | undefined;
    return { ...(failure?.type && { code: failure.type }), ...failure?.details?.[0] };
  }
  throw new Error('The step was not refused.');
}
