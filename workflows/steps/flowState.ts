import { setCurrentDetails } from '@temporalio/workflow';
import type { Delivery, FlowName, FlowStatus, FlowStep, FlowView, Refusal } from '../contracts/flow';

interface Step {
  readonly status: FlowStatus;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
}

/** Where one flow stands; what its owner and the operators see is made from it. */
export class FlowState {
  private step: Step = { status: 'VALIDATING' };
  private refusal: Refusal | undefined;
  private nextSteps: () => { readonly steps: readonly FlowStep[]; readonly resendAt?: number | undefined } =
    () => ({
      steps: [],
    });
  delivery: Delivery | undefined;

  /** @param subject what the flow is about, masked, for operators */
  constructor(
    private readonly identity: {
      readonly flow: FlowName;
      readonly flowId: string;
      readonly supportReference: string;
      readonly subject: string;
    },
  ) {
    this.tellOperators();
  }

  get status(): FlowStatus {
    return this.step.status;
  }

  enter(step: Step): void {
    this.step = step;
    this.tellOperators();
  }

  deliver(delivery: Delivery): void {
    this.delivery = delivery;
    this.tellOperators();
  }

  reject(refusal: Refusal): void {
    this.refusal = refusal;
    this.enter({ status: 'REJECTED' });
  }

  /** Who knows what comes next: asked at every view. */
  offerNextSteps(nextSteps: FlowState['nextSteps']): void {
    this.nextSteps = nextSteps;
  }

  view(): FlowView {
    const { flow, flowId, supportReference } = this.identity;
    const { steps, resendAt } = this.nextSteps();
    return {
      flowId,
      flow,
      status: this.step.status,
      ...(this.step.expiresAt !== undefined && { expiresAt: iso(this.step.expiresAt) }),
      nextSteps: steps,
      ...(resendAt !== undefined && { resendAvailableAt: iso(resendAt) }),
      ...(this.delivery !== undefined && { delivery: this.delivery }),
      ...(this.refusal !== undefined && { refusal: this.refusal }),
      supportReference,
    };
  }

  private tellOperators(): void {
    const lines = [
      `**${this.step.status}** · ${this.identity.subject} · reference ${this.identity.supportReference}`,
      this.refusal && `Refused: ${this.refusal.code}`,
      this.delivery && `Message: ${this.delivery}`,
      this.step.expiresAt !== undefined && `This step ends at ${iso(this.step.expiresAt)}`,
    ];
    setCurrentDetails(lines.filter(Boolean).join('\n\n'));
  }
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
