import { condition, isCancellation } from '@temporalio/workflow';
import {
  messageRefused,
  type FlowName,
  type FlowView,
  type Refusal,
  type Activation,
} from '../contracts/flow';
import type { LinkFigures } from '../contracts/links';
import type { PasswordOutcome } from '../contracts/passwords';
import { nextResendAt, refusalOfResend, FlowState } from './flowState';
import { isPermanent } from './activityCalls';
import { PasswordStep } from './passwordStep';
import { later, refusalFailure, type StepHandler } from './runFlow';

export type LinkEnding = 'passwordSet' | 'expired' | 'voided';

/** A mail with the link: `number` is 1 for the first, `whenDelayed` is called if it has to wait. */
export interface LinkMail {
  readonly number: number;
  readonly expiresAt: number;
  readonly whenDelayed: () => void;
}

/** What a flow does at each turn of its link. */
export interface LinkEffects {
  deliver(mail: LinkMail): Promise<void>;
  /** Holds the reservation fast for who opened the mailbox; false when another flow holds it. */
  proveMailbox(provenUntil: number): Promise<boolean>;
  /** Why a further mail is refused; null when it may go out. */
  takeResend(number: number): Promise<Refusal | null>;
  readonly usePassword: (claimId: string, now: number) => Promise<PasswordOutcome>;
  /** The flow must not tell a match: only a holder of the link learns that it is void. */
  readonly hidesMatch: boolean;
}

interface LinkFlowInput {
  readonly flowId: string;
  readonly supportReference: string;
  /** What the flow is about, masked, for operators. */
  readonly subject: string;
  readonly figures: LinkFigures;
}

/**
 * A flow with a link in a mail, and the password that follows it: 72 hours for the link, 30 minutes for the password after each
 * activation, then the link once more. The link works until the password is set or its life is over.
 */
export class LinkFlow {
  readonly state: FlowState;
  readonly password: PasswordStep;
  private readonly figures: LinkFigures;
  private expiresAt = 0;
  private expired = false;
  private activation = 0;
  private resends = 0;
  private requestedAt = 0;
  private effects: LinkEffects | undefined;

  /** Until the link is sent, every step is out of order. */
  constructor(flow: FlowName, { flowId, supportReference, subject, figures }: LinkFlowInput) {
    this.figures = figures;
    this.state = new FlowState({ flow, flowId, supportReference, subject });
    this.password = new PasswordStep(this.state, figures.passwordWindowMs, 'LINK_VOID');
  }

  readonly activating: StepHandler<'activate'> = {
    take: () => this.activate(),
    refuseUntimely: () => this.refuseUnlessOpen(),
    isOffered: () => this.state.status === 'AWAITING_ACTIVATION',
  };

  readonly resending: StepHandler<'resendLink'> = {
    take: () => this.resend(),
    refuseUntimely: () => this.refuseUntimelyResend(),
    isOffered: () => this.resending.facts?.().resendAt !== undefined,
    facts: () => ({
      resendAt:
        this.state.status === 'AWAITING_ACTIVATION'
          ? nextResendAt(this.figures, this.resends, this.requestedAt)
          : undefined,
    }),
  };

  /** Sends the link and waits until the password is set, the link expired, or something voided it. */
  async untilPasswordIsSet(effects: LinkEffects): Promise<LinkEnding> {
    this.effects = effects;
    this.expiresAt = Date.now() + this.figures.linkLifeMs;
    this.awaitActivation();
    later(this.figures.linkLifeMs, 'the link expires', () => (this.expired = true));
    this.send();
    await condition(() => this.isOver());
    this.state.offerSteps([]);
    if (this.password.isSet) return 'passwordSet';
    return this.isVoid ? 'voided' : 'expired';
  }

  /** Makes the link and every token that came from it worthless. */
  readonly void = (): void => this.password.lose();

  get isVoid(): boolean {
    return this.password.isLost;
  }

  end(status: 'EXPIRED' | 'CANCELLED'): void {
    if (this.state.status !== 'COMPLETED') this.state.enter({ status });
  }

  private get sent(): LinkEffects {
    if (!this.effects) throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
    return this.effects;
  }

  private isOver(): boolean {
    if (this.password.isUnderWay) return false;
    if (this.password.isSet || (this.isVoid && !this.effects?.hidesMatch)) return true;
    return this.expired && this.state.status !== 'AWAITING_PASSWORD';
  }

  private awaitActivation(): void {
    this.state.enter({ status: 'AWAITING_ACTIVATION', expiresAt: this.expiresAt });
  }

  private async activate(): Promise<Activation> {
    if (this.state.status === 'AWAITING_ACTIVATION') await this.proveMailbox();
    return { view: this.state.view(), activation: this.activation };
  }

  private async proveMailbox(): Promise<void> {
    const isHeld = await this.sent.proveMailbox(Date.now() + this.figures.passwordWindowMs);
    if (!isHeld) this.void();
    this.refuseUnlessOpen();
    if (this.state.status === 'AWAITING_ACTIVATION') this.openPasswordWindow();
  }

  private openPasswordWindow(): void {
    this.activation += 1;
    const { usePassword } = this.sent;
    const whenLapsed = () => this.awaitActivation();
    this.password.open({ activation: this.activation, usePassword, whenLapsed });
  }

  private async resend(): Promise<FlowView> {
    this.resends += 1;
    this.requestedAt = Date.now();
    const refusal = await this.sent.takeResend(this.resends + 1);
    if (refusal) throw refusalFailure(refusal);
    this.send();
    return this.state.view();
  }

  private send(): void {
    this.requestedAt = Date.now();
    this.state.delivery = undefined;
    const number = this.resends + 1;
    const whenDelayed = () => this.state.deliver('DELAYED');
    this.sent
      .deliver({ number, expiresAt: this.expiresAt, whenDelayed })
      .then(() => this.state.deliver('SENT'))
      .catch((error: unknown) => this.noteFailedDelivery(error));
  }

  private noteFailedDelivery(error: unknown): void {
    if (isCancellation(error)) return;
    if (!isPermanent(error, messageRefused)) throw error;
    this.state.deliver('UNDELIVERABLE');
  }

  private refuseUnlessOpen(): void {
    if (this.isVoid) throw refusalFailure({ code: 'LINK_VOID' });
    if (!this.effects || this.isOver() || this.password.isUnderWay)
      throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
  }

  private refuseUntimelyResend(): void {
    if (!this.effects?.hidesMatch) this.refuseUnlessOpen();
    if (this.state.status !== 'AWAITING_ACTIVATION') throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
    const refusal = refusalOfResend(this.figures, this.resends, this.requestedAt, Date.now());
    if (refusal) throw refusalFailure(refusal);
  }
}
