import type { MessageChannel } from './channels';
import type { CodeEffects, CodeFigures, CodeMessages, CodeRoute } from './codes';
import type { Locale, Refusal } from './flow';
import type { NoticeMessages } from './notices';
import type { PasswordEffects } from './passwords';

export interface PasswordRecoveryInput {
  readonly flowId: string;
  /** What was typed into the username field, sealed: a line or an alphanumeric username. */
  readonly username: string;
  /** Keyed digest of it. */
  readonly usernameKey: string;
  /** What the flow looks like, for known and unknown users alike: by SMS for a line, else by the channel that was asked for. */
  readonly apparentChannel: MessageChannel;
  /** What the flow is about, masked, for operators. */
  readonly subject: string;
  readonly addressKey: string;
  /** What a device kept of a sign-in, sealed; whose it is, the search finds out. */
  readonly deviceToken?: string;
  readonly locale: Locale;
  readonly supportReference: string;
  readonly figures: CodeFigures & { readonly passwordWindowMs: number };
}

/** What the accounts say of a username; for operators, never for who asked. */
export type AccountFinding =
  'found' | 'unknown' | 'managerAsksUserAdmin' | 'noVerifiedChannel' | 'contactFrozen';

export type AccountVerdict =
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  | {
      readonly outcome: 'admitted';
      readonly finding: AccountFinding;
      readonly route: CodeRoute;
      /** Of the account that the code opens; absent for a decoy. */
      readonly accountId?: string;
    };

/** Effects of the flow on the database: short and idempotent. `now` is workflow time, milliseconds since 1970. */
export interface PasswordRecoveryEffects extends CodeEffects, PasswordEffects {
  /** Looks the account up, and counts the first message. */
  findAccount(
    request: Pick<
      PasswordRecoveryInput,
      'flowId' | 'username' | 'usernameKey' | 'apparentChannel' | 'addressKey' | 'deviceToken'
    > & {
      readonly now: number;
    },
  ): Promise<AccountVerdict>;
  /**
   * Opens the account's password to the flow; false when there is no such account any more, or the code went to an address
   * that is not the account's any more, or is frozen.
   */
  openPassword(request: {
    readonly accountId: string;
    readonly workflowId: string;
    /** Where the code went, sealed. */
    readonly address: string;
    readonly now: number;
  }): Promise<boolean>;
}

export type PasswordRecoveryMessages = CodeMessages & NoticeMessages;
