import type { CodeLives, MessageChannel } from './channels';
import type { FlowName, Locale, Refusal, TypedCode } from './flow';

/** What codes are for. Messages are counted apart by it, so that one use does not eat up another's. */
type CodePurpose =
  'registration' | 'recovery' | 'oneTimePassword' | 'simAssociation' | 'contactChange' | 'newDevice';

/** The words that a message of a code flow goes out with; those that carry no code tell a line's owner what to do. */
export type CodeWording =
  | 'registrationCode'
  | 'takeoverCode'
  | 'recoveryCode'
  | 'simCode'
  | 'simTakeoverCode'
  | 'contactCode'
  | 'signInCode'
  | 'clientTemplate'
  | 'otherPortal'
  | 'otherCompany'
  | 'dataOnlyLine'
  | 'voiceLine'
  | 'askUserAdmin';

/** Durations in milliseconds, fixed for a run when it starts. */
export interface CodeFigures extends CodeLives {
  readonly flowLifeMs: number;
  readonly attemptsPerFlow: number;
  readonly resendCooldownsMs: readonly number[];
  readonly resendsPerFlow: number;
}

/** The flow that a code belongs to, and what its limits count on. */
export interface CodeFlow {
  readonly flow: FlowName;
  readonly flowId: string;
  /** Of the run: a start that is repeated after its history is gone makes another run, and no code or message is the former's. */
  readonly runId: string;
  readonly purpose: CodePurpose;
  /** Keyed digest of the line or the username that is to be proved: wrong codes are counted on it, over all flows. */
  readonly subjectKey: string;
  /** Keyed digest of the network address, or of the client, that started the flow. */
  readonly addressKey: string;
  readonly locale: Locale;
  readonly supportReference: string;
}

export interface Recipient {
  readonly channel: MessageChannel;
  /** MSISDN or mailbox, sealed: operators see payloads decoded, and shall not read these. */
  readonly address: string;
  readonly wording: CodeWording;
  /** Language of the account that has the address; without an account, of the person who typed it. */
  readonly locale?: Locale;
  /** Template of a client of the one-time password API, sealed. */
  readonly template?: string;
}

/** Where a flow's code goes, and what the flow shows of that to the person who started it. */
export interface CodeRoute {
  /** The channel whose health and whose code's life the flow shows: it follows from what was typed alone. */
  readonly apparentChannel: MessageChannel;
  /** Nobody is written to where it is absent. */
  readonly recipient?: Recipient;
  /** Keyed digest that messages are counted on. */
  readonly messageKey: string;
  /** Whether a device asks that the account knows: it has messages and tries beside those of others. */
  readonly byKnownDevice?: true;
  /** Keyed digest of the beginning of a typed number: a decoy is slowed down by the same brake as what it looks like. */
  readonly prefixKey?: string;
  /** False for a decoy: no code succeeds, whatever was sent. */
  readonly provable: boolean;
  /** Whether the provider's refusal may be told: to the proven owner of the address, and to a client of the one-time password API. */
  readonly mayRevealRefusal: boolean;
}

export interface CodeMessage {
  readonly flow: CodeFlow;
  readonly apparentChannel: MessageChannel;
  readonly recipient?: Recipient;
  readonly prefixKey?: string;
  /** Which code: counts from 1, one more after each expiry. */
  readonly issue: number;
  /** Which message of the flow: counts from 1; with the flow it names the send record. */
  readonly number: number;
  /** What is left of the code's life. */
  readonly lifeMs: number;
}

export type CodeVerdict =
  | { readonly outcome: 'right' }
  | { readonly outcome: 'wrong' }
  /** It was not compared. */
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

/** Effects on the database: short and idempotent. `now` is workflow time, milliseconds since 1970. */
export interface CodeEffects {
  /** Why a further message is refused; null when it may go out. `request` counts from 1, for the first message. */
  takeMessage(message: {
    readonly flow: CodeFlow;
    readonly route: CodeRoute;
    readonly request: number;
    readonly now: number;
  }): Promise<Refusal | null>;
  /** Counts the try, then compares. `tryId` names the try: a repeated call is not counted again. */
  verifyCode(attempt: {
    readonly flow: CodeFlow;
    /** What it was sent by: once it is proved, its messages count no more. */
    readonly route: Omit<CodeRoute, 'mayRevealRefusal'>;
    readonly issue: number;
    readonly typed: TypedCode;
    readonly tryId: string;
    /** Whether the flow has no try after this one. */
    readonly isLast: boolean;
    readonly now: number;
  }): Promise<CodeVerdict>;
}

export interface CodeMessages {
  /**
   * Hands the code over to the recipient's provider, once for its number. Without a recipient on the apparent channel it asks
   * that channel's provider whether it answers, so that a decoy shows the health of the channel.
   *
   * @returns how long ago the provider accepted it, milliseconds
   */
  sendCode(message: CodeMessage): Promise<{ readonly acceptedMsAgo: number }>;
}
