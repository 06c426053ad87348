import { condition } from '@temporalio/workflow';
import type { FlowView, RefusalCode, SetPassword } from '../contracts/flow';
import type { Notice } from '../contracts/notices';
import type { PasswordOutcome } from '../contracts/passwords';
import type { FlowState } from './flowState';
import { later, refusalFailure, type StepHandler } from './runFlow';

/** A proof that opens the password. */
interface PasswordOpening {
  /** Only the token of this activation sets the password; 0 is the token of the start. */
  readonly activation: number;
  readonly usePassword: (claimId: string, now: number) => Promise<PasswordOutcome>;
  readonly whenLapsed?: () => void;
}

/** The password that a proof opens: 30 minutes for it, each time that a proof opens it. */
export class PasswordStep implements StepHandler<'setPassword'> {
  private opening: PasswordOpening | undefined;
  private told: readonly Notice[] | undefined;
  private isLapsed = false;
  private isLost_ = false;
  private isUnderWay_ = false;

  /** @param whenLost refusal once the account is not this flow's any more */
  constructor(
    private readonly flow: FlowState,
    private readonly windowMs: number,
    private readonly whenLost: RefusalCode,
  ) {}

  open(opening: PasswordOpening): void {
    this.opening = opening;
    this.isLapsed = false;
    this.flow.enter({ status: 'AWAITING_PASSWORD', expiresAt: Date.now() + this.windowMs });
    later(this.windowMs, 'the time for the password is over', () => {
      if (this.opening !== opening || this.isSet) return;
      this.isLapsed = true;
      opening.whenLapsed?.();
    });
  }

  /** The account is not this flow's any more. */
  lose(): void {
    this.isLost_ = true;
  }

  get isLost(): boolean {
    return this.isLost_;
  }

  get isSet(): boolean {
    return this.told !== undefined;
  }

  /** Who is told of the password once it is set. */
  get notices(): readonly Notice[] {
    return this.told ?? [];
  }

  get isUnderWay(): boolean {
    return this.isUnderWay_;
  }

  /** Waits until the password is set, or can no longer be set. @returns the notices; undefined unless it was set */
  async untilItEnds(): Promise<readonly Notice[] | undefined> {
    await condition(() => !this.isUnderWay && (this.isSet || this.isLapsed || this.isLost));
    return this.told;
  }

  isOffered(): boolean {
    return this.flow.status === 'AWAITING_PASSWORD';
  }

  refuseUntimely({ activation }: SetPassword): void {
    if (this.flow.status !== 'AWAITING_PASSWORD' || this.opening?.activation !== activation)
      throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
    if (this.isLost) throw refusalFailure({ code: this.whenLost });
    if (this.isLapsed || this.isUnderWay) throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
  }

  async take({ claimId }: SetPassword): Promise<FlowView> {
    if (!this.opening) throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
    this.isUnderWay_ = true;
    try {
      const result = await this.opening.usePassword(claimId, Date.now());
      if (result.outcome === 'claimLost') throw refusalFailure({ code: 'PASSWORD_HANDOVER_LOST' });
      if (result.outcome === 'accountLost') {
        this.lose();
        throw refusalFailure({ code: this.whenLost });
      }
      this.told = result.notices;
      this.flow.enter({ status: 'COMPLETED' });
      return this.flow.view();
    } finally {
      this.isUnderWay_ = false;
    }
  }
}
