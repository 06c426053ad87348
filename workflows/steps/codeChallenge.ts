import { condition, currentUpdateInfo, setHandler } from '@temporalio/workflow';
import {
  resendCode,
  submitCode,
  type CodeEffects,
  type CodeFigures,
  type CodeFlow,
  type CodeRoute,
  type TypedCode,
} from '../contracts/codes';
import type { FlowStep, FlowView } from '../contracts/flow';
import type { NoArguments } from '../contracts/messages';
import { nextResendAt, refusalOfResend } from '../domain/resends';
import { CodeIssue } from './codeIssue';
import type { FlowState } from './flowState';
import { later } from './later';
import { atOnceOrLater, type ActivityModes } from './localThenRegular';
import { refusalFailure } from './refusalFailure';
import { Tries } from './tries';

export type CodeEnding = 'proven' | 'spent' | 'expired' | 'voided';

/** What a challenge has once it has begun. */
interface Begun {
  readonly route: CodeRoute;
  readonly code: CodeIssue;
  readonly whenProven: () => Promise<void>;
}

/**
 * Proof of possession by a one-time code: one code at a time, repeated by a resend while it lives, issued anew after its
 * expiry. Five wrong ones end the flow, and a resend resets nothing.
 */
export class CodeChallenge {
  private readonly tries: Tries;
  private readonly startedAt = Date.now();
  private readonly endsAt: number;
  private begun: Begun | undefined;
  private resends = 0;
  private requestedAt = 0;
  private expired = false;
  private voided = false;
  private proving = false;
  private proven = false;

  /** Listens at once, and its time runs at once; until it begins, every step is out of order. */
  constructor(
    private readonly flow: FlowState,
    private readonly about: CodeFlow,
    private readonly figures: CodeFigures,
    private readonly effects: ActivityModes<CodeEffects>,
  ) {
    this.tries = new Tries(figures.attemptsPerFlow);
    this.endsAt = this.startedAt + figures.flowLifeMs;
    setHandler<FlowView, [TypedCode], typeof submitCode>(submitCode, (typed) => this.submit(typed), {
      validator: () => this.refuseUntimelyCode(),
    });
    setHandler<FlowView, [NoArguments], typeof resendCode>(resendCode, () => this.resend(), {
      validator: () => this.refuseUntimelyResend(),
    });
  }

  /** Lets the flow's time run; milliseconds since 1970 of its end. */
  open(): number {
    later(this.figures.flowLifeMs, 'the flow expires', () => (this.expired = true));
    return this.endsAt;
  }

  get isExpired(): boolean {
    return this.expired;
  }

  /** Makes the code worthless: another one took its place. */
  void(): void {
    this.voided = true;
  }

  /**
   * Sends the first code. `whenProven` is part of the step that submits the right one. Where the code goes out at the start, it
   * counts as asked for then: how long the look-ups before it took is told by no difference between two times.
   */
  begin(route: CodeRoute, whenProven: () => Promise<void>, requestedAt = this.startedAt): void {
    const code = new CodeIssue(this.flow, this.about, route, this.figures, this.endsAt);
    this.begun = { route, code, whenProven };
    this.flow.offerNextSteps(() => this.nextSteps());
    this.requestedAt = requestedAt;
    code.send(requestedAt);
  }

  async untilItEnds(): Promise<CodeEnding> {
    await condition(() => this.isOver());
    this.begun?.code.stop();
    if (this.proven) return 'proven';
    if (this.voided) return 'voided';
    return this.tries.spent ? 'spent' : 'expired';
  }

  private isOver(): boolean {
    if (this.tries.underWay || this.proving) return false;
    return this.proven || this.voided || this.tries.spent || this.expired || this.flow.status === 'REJECTED';
  }

  /** @throws ApplicationFailure unless a code is awaited */
  private awaited(): Begun {
    if (!this.begun || this.flow.status !== 'AWAITING_CODE')
      throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
    return this.begun;
  }

  private refuseUntimelyCode(): void {
    const { code } = this.awaited();
    const refusal = this.tries.refusalAt(Date.now());
    if (refusal) throw refusalFailure(refusal);
    if (code.isExpired) throw refusalFailure({ code: 'CODE_EXPIRED' });
  }

  private async submit(typed: TypedCode): Promise<FlowView> {
    const { route, code, whenProven } = this.awaited();
    const attempt = { flow: this.about, provable: route.provable, issue: code.issue, typed };
    const request = { ...attempt, tryId: currentUpdateInfo()?.id ?? '', now: Date.now() };
    await this.tries.take((isLast) =>
      atOnceOrLater(this.effects, (at) => at.verifyCode({ ...request, isLast })),
    );
    if (this.proving || this.proven || this.voided) throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
    this.proving = true;
    try {
      await whenProven();
      this.proven = true;
    } finally {
      this.proving = false;
    }
    return this.flow.view();
  }

  /** A message that still waits for its provider is the one that would be asked for. */
  private refuseUntimelyResend(): void {
    const { code } = this.awaited();
    const now = Date.now();
    const requestedAt = code.isUnderWay ? now : this.requestedAt;
    const refusal = refusalOfResend(this.figures, this.resends, requestedAt, now);
    if (refusal) throw refusalFailure(refusal);
  }

  private async resend(): Promise<FlowView> {
    const { route, code } = this.awaited();
    this.resends += 1;
    this.requestedAt = Date.now();
    const request = { flow: this.about, route, request: this.resends + 1, now: this.requestedAt };
    const refusal = await atOnceOrLater(this.effects, (at) => at.takeMessage(request));
    if (refusal) throw refusalFailure(refusal);
    if (this.flow.status === 'AWAITING_CODE') code.send(this.requestedAt);
    return this.flow.view();
  }

  private nextSteps() {
    if (this.flow.status !== 'AWAITING_CODE') return { steps: [] };
    const steps: FlowStep[] = this.begun?.code.isExpired ? [] : ['submitCode'];
    const resendAt = nextResendAt(this.figures, this.resends, this.requestedAt);
    if (resendAt !== undefined) steps.push('resendCode');
    return { steps, resendAt, attemptsLeft: this.tries.left };
  }
}
