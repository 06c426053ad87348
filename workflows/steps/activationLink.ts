import { condition, isCancellation, setHandler } from '@temporalio/workflow';
import { messageRefused, type FlowStep, type FlowView, type Refusal } from '../contracts/flow';
import type { AccountActivation, LinkFigures } from '../contracts/links';
import {
  activate,
  resendLink,
  setPassword,
  type Activation,
  type NoArguments,
  type SetPassword,
} from '../contracts/messages';
import { nextResendAt, refusalOfResend } from '../domain/resends';
import type { FlowState } from './flowState';
import { later } from './later';
import { isPermanent } from './localThenRegular';
import { refusalFailure } from './refusalFailure';

export type LinkEnding = 'passwordSet' | 'expired' | 'voided';

/** A mail with the link: `number` is 1 for the first, `whenDelayed` is called if it has to wait. */
export interface LinkMail {
  readonly number: number;
  readonly expiresAt: number;
  readonly whenDelayed: () => void;
}

/** What a flow with a link does at each turn of it. */
export interface LinkEffects {
  deliver(mail: LinkMail): Promise<void>;
  /** Holds the reservation fast for who opened the mailbox; false when another flow holds it. */
  proveMailbox(provenUntil: number): Promise<boolean>;
  /** Why a further mail is refused; null when it may go out. */
  takeResend(number: number): Promise<Refusal | null>;
  usePassword(claimId: string): Promise<AccountActivation>;
  /** The flow must not tell a match: that its link is void, only who has the link learns. */
  readonly hidesMatch: boolean;
}

/**
 * A link in a mail, and the password that follows it: 72 hours for the link, 30 minutes for the password after each
 * activation, then the link once more. The link works until the password is set or its life is over.
 */
export class ActivationLink {
  private expiresAt = 0;
  private expired = false;
  private voided = false;
  private passwordIsSet = false;
  private settingPassword = false;
  private activation = 0;
  private resends = 0;
  private requestedAt = 0;
  private effects: LinkEffects | undefined;

  /** Listens at once; until the link is sent, every step is out of order. */
  constructor(
    private readonly flow: FlowState,
    private readonly figures: LinkFigures,
  ) {
    setHandler<Activation, [NoArguments], typeof activate>(activate, () => this.activate(), {
      validator: () => this.refuseUnlessOpen(),
    });
    setHandler<FlowView, [NoArguments], typeof resendLink>(resendLink, () => this.resend(), {
      validator: () => this.refuseUntimelyResend(),
    });
    setHandler(setPassword, (request: SetPassword) => this.setPassword(request), {
      validator: (request: SetPassword) => this.refuseUntimelyPassword(request),
    });
  }

  /** Sends the link and waits until the password is set, the link expired, or something voided it. */
  async untilPasswordIsSet(effects: LinkEffects): Promise<LinkEnding> {
    this.effects = effects;
    this.expiresAt = Date.now() + this.figures.linkLifeMs;
    this.awaitActivation();
    this.flow.offerNextSteps(() => this.nextSteps());
    later(this.figures.linkLifeMs, 'the link expires', () => (this.expired = true));
    this.send();
    await condition(() => this.isOver());
    this.flow.offerNextSteps(() => ({ steps: [] }));
    if (this.passwordIsSet) return 'passwordSet';
    return this.voided ? 'voided' : 'expired';
  }

  /** Makes the link and every token that came from it worthless. */
  void(): void {
    this.voided = true;
  }

  get isVoid(): boolean {
    return this.voided;
  }

  private get sent(): LinkEffects {
    if (!this.effects) throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
    return this.effects;
  }

  private isOver(): boolean {
    if (this.settingPassword) return false;
    if (this.passwordIsSet || (this.voided && !this.effects?.hidesMatch)) return true;
    return this.expired && this.flow.status !== 'AWAITING_PASSWORD';
  }

  private awaitActivation(): void {
    this.flow.enter({ status: 'AWAITING_ACTIVATION', expiresAt: this.expiresAt });
  }

  private async activate(): Promise<Activation> {
    if (this.flow.status === 'AWAITING_ACTIVATION') await this.proveMailbox();
    return { view: this.flow.view(), activation: this.activation };
  }

  private async proveMailbox(): Promise<void> {
    const isHeld = await this.sent.proveMailbox(Date.now() + this.figures.passwordWindowMs);
    if (!isHeld) this.voided = true;
    this.refuseUnlessOpen();
    if (this.flow.status === 'AWAITING_ACTIVATION') this.openPasswordWindow();
  }

  private openPasswordWindow(): void {
    this.activation += 1;
    const opened = this.activation;
    this.flow.enter({ status: 'AWAITING_PASSWORD', expiresAt: Date.now() + this.figures.passwordWindowMs });
    later(this.figures.passwordWindowMs, 'the time for the password is over', () => {
      if (opened === this.activation && !this.passwordIsSet) this.awaitActivation();
    });
  }

  private async setPassword({ claimId }: SetPassword) {
    this.settingPassword = true;
    try {
      const outcome = await this.sent.usePassword(claimId);
      if (outcome === 'claimLost') throw refusalFailure({ code: 'PASSWORD_HANDOVER_LOST' });
      if (outcome === 'reservationLost') {
        this.voided = true;
        throw refusalFailure({ code: 'LINK_VOID' });
      }
      this.passwordIsSet = true;
      this.flow.offerNextSteps(() => ({ steps: [] }));
      this.flow.enter({ status: 'COMPLETED' });
      return this.flow.view();
    } finally {
      this.settingPassword = false;
    }
  }

  private async resend(): Promise<FlowView> {
    this.resends += 1;
    this.requestedAt = Date.now();
    const refusal = await this.sent.takeResend(this.resends + 1);
    if (refusal) throw refusalFailure(refusal);
    this.send();
    return this.flow.view();
  }

  private send(): void {
    this.requestedAt = Date.now();
    this.flow.delivery = undefined;
    const number = this.resends + 1;
    const whenDelayed = () => this.flow.deliver('DELAYED');
    this.sent
      .deliver({ number, expiresAt: this.expiresAt, whenDelayed })
      .then(() => this.flow.deliver('SENT'))
      .catch((error: unknown) => this.noteFailedDelivery(error));
  }

  private noteFailedDelivery(error: unknown): void {
    if (isCancellation(error)) return;
    if (!isPermanent(error, messageRefused)) throw error;
    this.flow.deliver('UNDELIVERABLE');
  }

  private refuseUnlessOpen(): void {
    if (this.voided) throw refusalFailure({ code: 'LINK_VOID' });
    if (!this.effects || this.isOver() || this.settingPassword)
      throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
  }

  private refuseUntimelyResend(): void {
    if (!this.effects?.hidesMatch) this.refuseUnlessOpen();
    if (this.flow.status !== 'AWAITING_ACTIVATION') throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
    const refusal = refusalOfResend(this.figures, this.resends, this.requestedAt, Date.now());
    if (refusal) throw refusalFailure(refusal);
  }

  private refuseUntimelyPassword({ activation }: SetPassword): void {
    if (this.flow.status !== 'AWAITING_PASSWORD' || activation !== this.activation) {
      throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
    }
    this.refuseUnlessOpen();
  }

  private nextSteps() {
    if (this.flow.status === 'AWAITING_PASSWORD') return { steps: ['setPassword'] as const };
    const resendAt = nextResendAt(this.figures, this.resends, this.requestedAt);
    const steps: readonly FlowStep[] = resendAt === undefined ? ['activate'] : ['activate', 'resendLink'];
    return { steps, resendAt };
  }
}
