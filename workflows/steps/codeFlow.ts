import { condition, currentUpdateInfo, workflowInfo } from '@temporalio/workflow';
import type { CodeEffects, CodeFigures, CodeFlow, CodeRoute } from '../contracts/codes';
import { type TypedCode, type FlowView, type Locale, workflowIdOf } from '../contracts/flow';
import { CodeIssue, Tries } from './codeIssue';
import { FlowState, nextResendAt, refusalOfResend } from './flowState';
import { atOnceOrLater, type ActivityModes } from './activityCalls';
import { later, refusalFailure, type StepHandler } from './runFlow';

export type CodeEnding = 'proven' | 'spent' | 'expired' | 'voided';

interface CodeFlowInput {
  readonly flowId: string;
  readonly supportReference: string;
  /** What the flow is about, masked, for operators. */
  readonly subject: string;
  readonly locale: Locale;
  readonly figures: CodeFigures;
}

/** What tells one flow with a code from another. */
type CodeFlowKind = Pick<CodeFlow, 'flow' | 'purpose' | 'subjectKey' | 'addressKey'>;

/** A verdict that begins every flow with a code. */
type Verdict<Finding> =
  | { readonly outcome: 'refused'; readonly refusal: Parameters<FlowState['reject']>[0] }
  | { readonly outcome: 'admitted'; readonly finding?: Finding };

/** What every flow with a code has: where it stands, the code, and its ends. */
export class CodeFlowRun<Finding extends string = never> {
  readonly workflowId: string;
  readonly about: CodeFlow;
  readonly state: FlowState;
  readonly code: CodeChallenge;
  readonly figures: CodeFigures;
  /** End of the flow, milliseconds since 1970. */
  readonly endsAt: number;
  private finding: Finding | undefined;

  /** The flow's time runs at once. */
  constructor(input: CodeFlowInput, kind: CodeFlowKind, effects: ActivityModes<CodeEffects>) {
    const { flowId, supportReference, subject, locale, figures } = input;
    const { flow } = kind;
    this.workflowId = workflowIdOf(flow, flowId);
    this.about = { ...kind, flowId, runId: workflowInfo().firstExecutionRunId, locale, supportReference };
    this.state = new FlowState({ flow, flowId, supportReference, subject }, () => this.finding);
    this.figures = figures;
    this.code = new CodeChallenge(this.state, this.about, figures, effects);
    this.endsAt = this.code.open();
  }

  /**
   * What the flow begins with; the start waits for it no longer once it goes on later.
   *
   * @returns undefined when the start was refused
   */
  async admitted<Answer extends Verdict<Finding>>(
    ask: (whenLater: () => void) => Promise<Answer>,
  ): Promise<Extract<Answer, { outcome: 'admitted' }> | undefined> {
    const verdict = await ask(this.state.waitNoLonger);
    if (verdict.outcome === 'refused') {
      this.state.reject(verdict.refusal);
      return undefined;
    }
    this.finding = verdict.finding;
    return verdict as Extract<Answer, { outcome: 'admitted' }>;
  }

  endUnproven(ending: CodeEnding): void {
    if (this.state.status === 'REJECTED') return;
    if (ending === 'spent') this.state.reject({ code: 'ATTEMPTS_SPENT' });
    else this.end('EXPIRED');
  }

  end(status: 'EXPIRED' | 'CANCELLED'): void {
    if (this.state.status !== 'COMPLETED') this.state.enter({ status });
  }
}

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

  readonly submitting: StepHandler<'submitCode'> & StepHandler<'confirmSignIn'> = {
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
   * counts as asked for then, so that the view's times do not reveal how long the look-ups took.
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
    const attempt = { flow: this.about, route, issue: code.issue, typed };
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
