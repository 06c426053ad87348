import { condition, setHandler } from '@temporalio/workflow';
import type { FlowView } from '../contracts/flow';
import { setPassword, type SetPassword } from '../contracts/messages';
import type { Notice } from '../contracts/notices';
import type { PasswordOutcome } from '../contracts/passwords';
import type { FlowState } from './flowState';
import { later } from './later';
import { refusalFailure } from './refusalFailure';

/** `notices`: every known channel of the account. */
export type PasswordEnding =
  { readonly outcome: 'set'; readonly notices: readonly Notice[] } | { readonly outcome: 'lapsed' };

/** The password that a proof opens: 30 minutes for it, then the flow is over and password recovery sets it. */
export class FlowPassword {
  private usePassword: ((claimId: string, now: number) => Promise<PasswordOutcome>) | undefined;
  private ending: PasswordEnding | undefined;
  private underWay = 0;
  private lapsed = false;

  /** Listens at once; until the password is asked for, the step is out of order. */
  constructor(
    private readonly flow: FlowState,
    private readonly windowMs: number,
  ) {
    setHandler<FlowView, [SetPassword], typeof setPassword>(setPassword, (request) => this.set(request), {
      validator: () => this.refuseUntimely(),
    });
  }

  open(usePassword: (claimId: string, now: number) => Promise<PasswordOutcome>): void {
    this.usePassword = usePassword;
    this.flow.offerNextSteps(() => ({
      steps: this.flow.status === 'AWAITING_PASSWORD' ? ['setPassword'] : [],
    }));
    this.flow.enter({ status: 'AWAITING_PASSWORD', expiresAt: Date.now() + this.windowMs });
    later(this.windowMs, 'the time for the password is over', () => (this.lapsed = true));
  }

  async untilItEnds(): Promise<PasswordEnding> {
    await condition(() => this.underWay === 0 && (this.ending !== undefined || this.lapsed));
    return this.ending ?? { outcome: 'lapsed' };
  }

  private refuseUntimely(): void {
    if (!this.usePassword || this.flow.status !== 'AWAITING_PASSWORD' || this.lapsed)
      throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
  }

  private async set({ claimId }: SetPassword): Promise<FlowView> {
    if (!this.usePassword) throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
    this.underWay += 1;
    try {
      const result = await this.usePassword(claimId, Date.now());
      if (result.outcome === 'claimLost') throw refusalFailure({ code: 'PASSWORD_HANDOVER_LOST' });
      if (result.outcome === 'accountLost') {
        this.lapsed = true;
        throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
      }
      this.ending = result;
      this.flow.enter({ status: 'COMPLETED' });
      return this.flow.view();
    } finally {
      this.underWay -= 1;
    }
  }
}
