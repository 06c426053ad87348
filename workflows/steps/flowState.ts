import { condition, setCurrentDetails } from '@temporalio/workflow';
import type {
  Delivery,
  FlowName,
  FlowStatus,
  FlowStep,
  FlowView,
  Refusal,
  PendingView,
} from '../contracts/flow';

interface Step {
  readonly status: FlowStatus;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
}

/** A step as the view shows it; asked at every view. */
export interface OfferedStep {
  /** Whether it may be taken now. */
  isOffered(): boolean;
  /** What the view tells beside it. */
  facts?(): StepFacts;
}

interface StepFacts {
  /** Milliseconds since 1970. */
  readonly resendAt?: number | undefined;
  readonly attemptsLeft?: number;
}

/** Where one flow stands; what its owner and the operators see is made from it. */
export class FlowState {
  private step: Step = { status: 'VALIDATING' };
  private refusal: Refusal | undefined;
  private pendingView: PendingView | undefined;
  private steps: readonly (readonly [FlowStep, OfferedStep])[] = [];
  private isSlow = false;
  delivery: Delivery | undefined;

  constructor(
    private readonly identity: {
      readonly flow: FlowName;
      readonly flowId: string;
      readonly supportReference: string;
      /** What the flow is about, masked, for operators. */
      readonly subject: string;
    },
    /** A line more for operators: why the flow goes as it goes. */
    private readonly finding: () => string | undefined = () => undefined,
  ) {
    this.tellOperators();
  }

  get status(): FlowStatus {
    return this.step.status;
  }

  enter(step: Step): void {
    this.step = step;
    this.pendingView = undefined;
    this.tellOperators();
  }

  deliver(delivery: Delivery): void {
    this.delivery = delivery;
    this.pendingView = undefined;
    this.tellOperators();
  }

  /** A message is under way: until more is known, it is called delayed from a moment on. Milliseconds since 1970. */
  expectDelay(from: number, expiresAt: number): void {
    this.delivery = undefined;
    this.settle({ from, delivery: 'DELAYED', expiresAt });
  }

  /** What is shown from a moment on; times are milliseconds since 1970. */
  settle({ from, delivery, expiresAt }: { from: number; delivery: Delivery; expiresAt: number }): void {
    this.pendingView = { from: iso(from), delivery, expiresAt: iso(expiresAt) };
    this.tellOperators();
  }

  reject(refusal: Refusal): void {
    this.refusal = refusal;
    this.enter({ status: 'REJECTED' });
  }

  offerSteps(steps: readonly (readonly [FlowStep, OfferedStep])[]): void {
    this.steps = steps;
  }

  /**
   * Answers a start once the flow knows where it stands, or says `VALIDATING` once that takes longer.
   *
   * @param atMostMs without it the start waits until {@link waitNoLonger}
   */
  async answerStart(atMostMs?: number): Promise<FlowView> {
    const isKnown = () => this.isSlow || this.status !== 'VALIDATING';
    await (atMostMs === undefined ? condition(isKnown) : condition(isKnown, atMostMs));
    return this.view();
  }

  readonly waitNoLonger = (): void => {
    this.isSlow = true;
  };

  view(): FlowView {
    const { flow, flowId, supportReference } = this.identity;
    const offered = this.steps.filter(([, step]) => step.isOffered());
    const facts: readonly StepFacts[] = this.steps.map(([, step]) => step.facts?.() ?? {});
    const { resendAt, attemptsLeft } = Object.assign({}, ...facts) as StepFacts;
    return {
      flowId,
      flow,
      status: this.step.status,
      ...(this.step.expiresAt !== undefined && { expiresAt: iso(this.step.expiresAt) }),
      nextSteps: offered.map(([step]) => step),
      ...(attemptsLeft !== undefined && { attemptsLeft }),
      ...(resendAt !== undefined && { resendAvailableAt: iso(resendAt) }),
      ...(this.delivery !== undefined && { delivery: this.delivery }),
      ...(this.pendingView !== undefined && { pendingView: this.pendingView }),
      ...(this.refusal !== undefined && { refusal: this.refusal }),
      supportReference,
    };
  }

  private tellOperators(): void {
    const finding = this.finding();
    const { expiresAt } = this.step;
    const endsAt = this.pendingView?.expiresAt ?? (expiresAt === undefined ? undefined : iso(expiresAt));
    const lines = [
      `**${this.step.status}** · ${this.identity.subject} · reference ${this.identity.supportReference}`,
      finding && `Finding: ${finding}`,
      this.refusal && `Refused: ${this.refusal.code}`,
      this.pendingView && `Message: ${this.pendingView.delivery}, shown from ${this.pendingView.from} on`,
      !this.pendingView && this.delivery && `Message: ${this.delivery}`,
      endsAt !== undefined && `This step ends at ${endsAt}`,
    ];
    setCurrentDetails(lines.filter(Boolean).join('\n\n'));
  }
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

interface ResendRule {
  /** Least waits before the first, second and third resend; the last one holds for those after it. */
  readonly resendCooldownsMs: readonly number[];
  readonly resendsPerFlow: number;
}

/**
 * When the next resend is possible, in milliseconds since 1970; undefined when none is left.
 *
 * @param resends how many there were
 * @param requestedAt when the message was last asked for, milliseconds since 1970
 */
export function nextResendAt(rule: ResendRule, resends: number, requestedAt: number): number | undefined {
  if (resends >= rule.resendsPerFlow) return undefined;
  const cooldown = rule.resendCooldownsMs[Math.min(resends, rule.resendCooldownsMs.length - 1)] ?? 0;
  return requestedAt + cooldown;
}

/** Why a resend is refused at `now`; undefined when it may go out. */
export function refusalOfResend(
  rule: ResendRule,
  resends: number,
  requestedAt: number,
  now: number,
): Refusal | undefined {
  const at = nextResendAt(rule, resends, requestedAt);
  if (at === undefined) return { code: 'RESENDS_SPENT' };
  if (now >= at) return undefined;
  return { code: 'RESEND_TOO_EARLY', retryAfterSeconds: Math.ceil((at - now) / 1_000) };
}
