import { condition, currentUpdateInfo, setHandler } from '@temporalio/workflow';
import type { FlowView, Refusal } from '../contracts/flow';
import { submitPuk, type PukVerdict, type TypedPuk } from '../contracts/puk';
import type { FlowState } from './flowState';
import { refusalFailure } from './refusalFailure';

/** What a flow does with a typed PUK. */
export interface PukSteps {
  verify(typed: TypedPuk, tryId: string, now: number): Promise<PukVerdict>;
  /** Part of the step that submits the right PUK. */
  whenProven(): Promise<void>;
}

/** A data-only SIM is proved by its PUK. The tries are counted per line over all flows, never by the flow alone. */
export class PukProof {
  private effects: PukSteps | undefined;
  private pause: { readonly refusal: Refusal; readonly until: number } | undefined;
  private proving = false;
  private comparing = 0;
  private proven = false;

  /** Listens at once; until the PUK is asked for, the step is out of order. */
  constructor(private readonly flow: FlowState) {
    setHandler<FlowView, [TypedPuk], typeof submitPuk>(submitPuk, (typed) => this.submit(typed), {
      validator: () => this.refuseUntimely(),
    });
  }

  /**
   * Asks for the PUK and waits.
   *
   * @param expiresAt end of the flow, milliseconds since 1970
   * @returns false when the flow's time is over
   */
  async untilProven(expiresAt: number, isExpired: () => boolean, effects: PukSteps): Promise<boolean> {
    this.effects = effects;
    this.flow.offerNextSteps(() => ({ steps: this.flow.status === 'AWAITING_PUK' ? ['submitPuk'] : [] }));
    this.flow.enter({ status: 'AWAITING_PUK', expiresAt });
    await condition(() => this.proven || (isExpired() && this.comparing === 0));
    return this.proven;
  }

  private refuseUntimely(): void {
    if (!this.effects || this.flow.status !== 'AWAITING_PUK')
      throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
    const now = Date.now();
    if (!this.pause || this.pause.until <= now) return;
    const retryAfterSeconds = Math.ceil((this.pause.until - now) / 1_000);
    throw refusalFailure({ ...this.pause.refusal, retryAfterSeconds });
  }

  private async submit(typed: TypedPuk): Promise<FlowView> {
    if (!this.effects) throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
    this.comparing += 1;
    try {
      this.refuseUnlessRight(await this.effects.verify(typed, currentUpdateInfo()?.id ?? '', Date.now()));
      if (this.proving) throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
      this.proving = true;
      await this.effects.whenProven();
      this.proven = true;
    } finally {
      this.comparing -= 1;
    }
    return this.flow.view();
  }

  private refuseUnlessRight(verdict: PukVerdict): void {
    if (verdict.outcome === 'right') return;
    if (verdict.outcome === 'wrong')
      throw refusalFailure({ code: 'PUK_WRONG', attemptsLeft: verdict.attemptsLeft });
    const { refusal } = verdict;
    this.pause = { refusal, until: Date.now() + (refusal.retryAfterSeconds ?? 0) * 1_000 };
    throw refusalFailure(refusal);
  }
}
