import { condition, currentUpdateInfo } from '@temporalio/workflow';
import { channelFacts } from '../contracts/channels';
import type { CodeEffects, CodeRoute, Recipient } from '../contracts/codes';
import type { FlowView, Refusal, TypedPuk } from '../contracts/flow';
import type { AdmittedLine, ClaimedLine, LineFinding } from '../contracts/lines';
import type { PukEffects, PukVerdict } from '../contracts/puk';
import type { CodeEnding, CodeFlowRun } from './codeFlow';
import { CodeDelivery, atOnceOrLater, type ActivityModes } from './activityCalls';
import type { FlowState } from './flowState';
import { refusalFailure, type StepHandler } from './runFlow';

/** Proof of possession of a line: by a code in an SMS, or, for a data-only SIM, by its PUK and a code in a mail (rules 29 and 30). */
export class LineProof {
  readonly puk: PukProof;

  constructor(
    private readonly run: CodeFlowRun<LineFinding>,
    private readonly claim: ClaimedLine,
    private readonly effects: ActivityModes<CodeEffects & PukEffects>,
  ) {
    this.puk = new PukProof(run.state);
  }

  /** @param whenProven part of the step that submits the right code */
  async untilItEnds(
    { route, hint, hintPrefixKey }: AdmittedLine,
    whenProven: () => Promise<void>,
  ): Promise<CodeEnding> {
    const { code, state } = this.run;
    if (hint) this.sendHint(hint, hintPrefixKey);
    if (this.claim.simKind === 'voice') code.begin(route, whenProven);
    else if (!(await this.provePuk(route, whenProven)))
      return state.status === 'REJECTED' ? 'spent' : 'expired';
    return code.untilItEnds();
  }

  /** Tells the owner of the line what to do, unseen by who asked; it counts as message 0 and carries no code. */
  private sendHint(hint: Recipient, prefixKey: string | undefined): void {
    const { codeLife } = channelFacts[hint.channel];
    const freshUntil = Date.now() + this.run.figures[codeLife];
    const code = { issue: 0, number: 0, freshUntil };
    new CodeDelivery(this.run.about).deliverUnseen(hint, code, prefixKey);
  }

  private provePuk(route: CodeRoute, whenProven: () => Promise<void>): Promise<boolean> {
    const { about: flow, code, state, endsAt } = this.run;
    const { provable } = route;
    return this.puk.untilProven(endsAt, () => code.isExpired || state.status === 'REJECTED', {
      verify: (typed, tryId, now) => {
        const attempt = { flow, line: this.claim.line, provable, typed, tryId, now };
        return atOnceOrLater(this.effects, (at) => at.verifyPuk(attempt));
      },
      whenProven: async () => {
        const request = { flow, route, request: 1, now: Date.now() };
        const refusal = await atOnceOrLater(this.effects, (at) => at.takeMessage(request));
        if (refusal) {
          state.reject(refusal);
          throw refusalFailure(refusal);
        }
        code.begin(route, whenProven, request.now);
      },
    });
  }
}

/** What a flow does with a typed PUK. */
interface PukEffectsOfFlow {
  verify(typed: TypedPuk, tryId: string, now: number): Promise<PukVerdict>;
  /** Part of the step that submits the right PUK. */
  whenProven(): Promise<void>;
}

/**
 * Refusals beside an ICCID before a flow waits as told: the flow does not know which ICCID was typed, and another one has tries
 * of its own. Their number bounds the history.
 */
const asksBesideIccid = 5;

/** A data-only SIM is proved by its PUK. The tries are counted per line over all flows, never by the flow alone. */
class PukProof implements StepHandler<'submitPuk'> {
  private effects: PukEffectsOfFlow | undefined;
  /** Of tries with the ICCID, and of those without. */
  private readonly pauses = new Map<boolean, { readonly refusal: Refusal; readonly until: number }>();
  private refusedBesideIccid = 0;
  private proving = false;
  private comparing = 0;
  private proven = false;

  /** Until the PUK is asked for, the step is out of order. */
  constructor(private readonly flow: FlowState) {}

  isOffered(): boolean {
    return this.flow.status === 'AWAITING_PUK';
  }

  /**
   * Asks for the PUK and waits.
   *
   * @param expiresAt end of the flow, milliseconds since 1970
   * @returns false when the flow's time is over
   */
  async untilProven(
    expiresAt: number,
    isExpired: () => boolean,
    effects: PukEffectsOfFlow,
  ): Promise<boolean> {
    this.effects = effects;
    this.flow.enter({ status: 'AWAITING_PUK', expiresAt });
    await condition(() => this.proven || (isExpired() && this.comparing === 0));
    return this.proven;
  }

  refuseUntimely({ hasIccid = false }: TypedPuk): void {
    if (!this.effects || this.flow.status !== 'AWAITING_PUK')
      throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
    const now = Date.now();
    const pause = this.pauses.get(hasIccid);
    if (!pause || pause.until <= now || (hasIccid && this.refusedBesideIccid < asksBesideIccid)) return;
    const retryAfterSeconds = Math.ceil((pause.until - now) / 1_000);
    throw refusalFailure({ ...pause.refusal, retryAfterSeconds });
  }

  async take(typed: TypedPuk): Promise<FlowView> {
    if (!this.effects) throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
    this.comparing += 1;
    try {
      const verdict = await this.effects.verify(typed, currentUpdateInfo()?.id ?? '', Date.now());
      this.refuseUnlessRight(verdict, typed);
      if (this.proving) throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
      this.proving = true;
      await this.effects.whenProven();
      this.proven = true;
    } finally {
      this.comparing -= 1;
    }
    return this.flow.view();
  }

  private refuseUnlessRight(verdict: PukVerdict, { hasIccid = false }: TypedPuk): void {
    if (verdict.outcome === 'right') return;
    if (verdict.outcome === 'wrong')
      throw refusalFailure({ code: 'PUK_WRONG', attemptsLeft: verdict.attemptsLeft });
    const { refusal } = verdict;
    if (hasIccid) this.refusedBesideIccid += 1;
    this.pauses.set(hasIccid, { refusal, until: Date.now() + (refusal.retryAfterSeconds ?? 0) * 1_000 });
    throw refusalFailure(refusal);
  }
}
