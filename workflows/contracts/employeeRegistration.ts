import type { CodeEffects, CodeFigures, CodeMessages } from './codes';
import type { Locale, Refusal } from './flow';
import type { ClaimedLine, LineVerdict } from './lines';
import type { Notice, NoticeMessages } from './notices';
import type { PasswordEffects } from './passwords';
import type { PukEffects } from './puk';

export interface EmployeeApplication extends ClaimedLine {
  /** The e-mail address to associate with the line, sealed. */
  readonly mailbox: string;
  readonly mailboxKey: string;
}

export interface EmployeeRegistrationInput {
  readonly flowId: string;
  readonly application: EmployeeApplication;
  /** What the flow is about, masked, for operators. */
  readonly subject: string;
  /** Keyed digest of the network address that the request came from. */
  readonly addressKey: string;
  readonly locale: Locale;
  readonly supportReference: string;
  readonly figures: CodeFigures & { readonly passwordWindowMs: number };
}

/** `notices`: what the former owner of the line is told. */
export type EmployeeAccountCreation =
  | { readonly outcome: 'created'; readonly notices: readonly Notice[] }
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

interface AboutFlow {
  readonly flowId: string;
  readonly application: EmployeeApplication;
  /** Workflow time, milliseconds since 1970. */
  readonly now: number;
}

/** Effects of the flow on the database: short and idempotent. */
export interface EmployeeRegistrationEffects extends CodeEffects, PukEffects, PasswordEffects {
  /** Looks the line up. Where a message goes to a line at once, it is counted. */
  checkLine(request: AboutFlow & { readonly addressKey: string }): Promise<LineVerdict>;
  /**
   * Makes the account whose username is the line, opens its password to the flow, and closes an account that had the
   * line before.
   *
   * The records are asked again: a line that ceased or moved meanwhile gets no account.
   */
  createEmployeeAccount(
    request: AboutFlow & Pick<EmployeeRegistrationInput, 'locale' | 'addressKey'>,
  ): Promise<EmployeeAccountCreation>;
}

export type EmployeeRegistrationMessages = CodeMessages & NoticeMessages;
