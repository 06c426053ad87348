import { condition, currentUpdateInfo } from '@temporalio/workflow';
import type {
  CodeEffects,
  CodeFigures,
  CodeFlow,
  CodeRoute,
  CodeVerdict,
  TypedCode,
} from '../contracts/codes';
import type { FlowView, Refusal } from '../contracts/flow';
import { nextResendAt, refusalOfResend } from '../domain/messageTimes';
import { CodeIssue } from './codeIssue';
import type { FlowState } from './flowState';
import { atOnceOrLater, type ActivityModes } from './activityCalls';
import { later, refusalFailure, type StepHandler } from './runFlow';

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

  /** Its time runs at once; until it begins, every step is out of order. */
  constructor(
    private readonly flow: FlowState,
    private readonly about: CodeFlow,
    private readonly figures: CodeFigures,
    private readonly effects: ActivityModes<CodeEffects>,
  ) {
    this.tries = new Tries(figures.attemptsPerFlow);
    this.endsAt = this.startedAt + figures.flowLifeMs;
  }

  readonly submitting: StepHandler<'submitCode'> = {
    take: (typed) => this.submit(typed),
    refuseUntimely: () => this.refuseUntimelyCode(),
    isOffered: () => this.isAwaited && this.begun?.code.isExpired === false,
    facts: () => (this.isAwaited ? { attemptsLeft: this.tries.left } : {}),
  };

  readonly resending: StepHandler<'resendCode'> = {
    take: () => this.resend(),
    refuseUntimely: () => this.refuseUntimelyResend(),
    isOffered: () => this.resendAt !== undefined,
    facts: () => ({ resendAt: this.resendAt }),
  };

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

  private get isAwaited(): boolean {
    return this.flow.status === 'AWAITING_CODE';
  }

  private get resendAt(): number | undefined {
    if (!this.begun || !this.isAwaited) return undefined;
    return nextResendAt(this.figures, this.resends, this.requestedAt);
  }
}

/** The tries of one flow: each is counted before it is compared, and a refused comparison is not counted. */
class Tries {
  private used = 0;
  private comparing = 0;
  private pause: { readonly refusal: Refusal; readonly until: number } | undefined;

  constructor(private readonly limit: number) {}

  get left(): number {
    return this.limit - this.used;
  }

  get spent(): boolean {
    return this.left <= 0;
  }

  get underWay(): boolean {
    return this.comparing > 0;
  }

  /** Why no try is taken at `now`, milliseconds since 1970; undefined when one is. */
  refusalAt(now: number): Refusal | undefined {
    if (this.spent) return { code: 'ATTEMPTS_SPENT' };
    if (!this.pause || this.pause.until <= now) return undefined;
    return { ...this.pause.refusal, retryAfterSeconds: Math.ceil((this.pause.until - now) / 1_000) };
  }

  /**
   * @param compare is told whether none is left after this one
   * @throws ApplicationFailure unless `compare` finds the try right
   */
  async take(compare: (isLast: boolean) => Promise<CodeVerdict>): Promise<void> {
    this.used += 1;
    this.comparing += 1;
    try {
      const verdict = await compare(this.spent);
      if (verdict.outcome === 'wrong') throw refusalFailure({ code: 'CODE_WRONG', attemptsLeft: this.left });
      if (verdict.outcome === 'refused') throw this.paused(verdict.refusal);
    } finally {
      this.comparing -= 1;
    }
  }

  private paused(refusal: Refusal) {
    this.used -= 1;
    this.pause = { refusal, until: Date.now() + (refusal.retryAfterSeconds ?? 0) * 1_000 };
    return refusalFailure(refusal);
  }
}
