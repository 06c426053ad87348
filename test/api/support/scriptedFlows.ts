import type { Settings } from '../../../src/config/config';
import { createWorkflowClient } from '../../../src/temporal/connection';
import { Flows, type FlowReference, type FlowStart } from '../../../src/temporal/flows';
import {
  stepsOfFlow,
  takesStep,
  type FlowStep,
  type FlowView,
  type AnswerOf,
  type ArgumentOf,
  type SetPassword,
} from '../../../workflows/contracts/flow';
import { eventually } from '../../support/eventually';

export interface TakenStep {
  readonly reference: FlowReference;
  readonly step: string;
  readonly updateId: string;
  readonly argument: unknown;
}

/** Flows that answer as a test says, remember their calls and reach no server. A flow without steps is over at once. */
export class ScriptedFlows extends Flows {
  readonly starts: FlowStart[] = [];
  readonly steps: TakenStep[] = [];
  readonly superseded: FlowReference[] = [];
  private view_: Partial<FlowView> = {};
  private failure: Error | undefined;
  private asked = 0;
  private held: Promise<void> | undefined;
  private release: () => void = () => undefined;

  constructor(settings: Settings) {
    super(createWorkflowClient(settings).client, settings.config);
  }

  /** The starts without what is sealed in them, which looks different each time. */
  get comparableStarts(): object[] {
    return this.starts.map((start) => ({
      ...start,
      input: { ...(start.input as object), application: 'sealed' },
    }));
  }

  /** Calls made so far. */
  get calls(): number {
    return this.starts.length + this.steps.length;
  }

  /** Waits until `count` starts, steps and views have been asked for, answered or not. */
  async untilAsked(count: number): Promise<void> {
    await eventually(
      () => (this.asked >= count ? true : undefined),
      `The flows were not asked ${count} times.`,
    );
  }

  /** Back to a flow that waits for its activation; forgets every call and answers those that are held. */
  reset(): void {
    this.starts.length = 0;
    this.steps.length = 0;
    this.superseded.length = 0;
    this.asked = 0;
    this.view_ = {};
    this.failure = undefined;
    this.release();
    this.held = undefined;
  }

  standAt(view: Partial<FlowView>): void {
    this.view_ = view;
  }

  failWith(failure: Error): void {
    this.failure = failure;
  }

  /** Keeps every call waiting until the function that it gives is called. */
  hold(): () => void {
    this.held = new Promise((resolve) => (this.release = resolve));
    return () => this.release();
  }

  override async start(start: FlowStart): Promise<FlowView | undefined> {
    this.starts.push(start);
    return this.answer(start);
  }

  override async view(reference: FlowReference): Promise<FlowView> {
    return this.answer(reference);
  }

  override supersede(reference: FlowReference): Promise<void> {
    this.superseded.push(reference);
    return Promise.resolve();
  }

  override async wouldTake<Step extends FlowStep>(
    reference: FlowReference,
    _step: Step,
    argument: ArgumentOf<Step>,
  ): Promise<boolean> {
    const { status, flow } = await this.answer(reference);
    const { activation } = argument as SetPassword;
    return status === 'AWAITING_PASSWORD' && activation === (takesStep(flow, 'activate') ? 1 : 0);
  }

  override async step<Step extends FlowStep>(
    reference: FlowReference,
    step: Step,
    updateId: string,
    argument: ArgumentOf<Step>,
  ): Promise<AnswerOf<Step>> {
    this.steps.push({ reference, step, updateId, argument });
    const view = await this.answer(reference);
    const answer: unknown = step === 'activate' ? { view, activation: 1 } : view;
    return answer as AnswerOf<Step>;
  }

  private async answer({ flow, flowId }: FlowReference): Promise<FlowView> {
    this.asked += 1;
    await this.held;
    if (this.failure) throw this.failure;
    const supportReference = '7K3QX0M9ZT';
    if (stepsOfFlow[flow].length === 0) {
      const { status, ...end } = this.view_;
      const isOver = status === undefined || status.startsWith('AWAITING');
      return { flow, flowId, nextSteps: [], supportReference, ...end, status: isOver ? 'COMPLETED' : status };
    }
    const { pendingView, ...view } = this.view_;
    return {
      flow,
      flowId,
      status: 'AWAITING_ACTIVATION',
      expiresAt: '2026-01-04T10:00:00.000Z',
      nextSteps: ['activate', 'resendLink'],
      resendAvailableAt: '2026-01-01T10:00:30.000Z',
      ...(!pendingView && { delivery: 'SENT' as const }),
      supportReference,
      ...view,
    };
  }
}
