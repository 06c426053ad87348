import type { CodeEffects, CodeFigures, CodeMessages, CodeRoute, Recipient } from './codes';
import type { Locale, Refusal } from './flow';
import type { Notice, NoticeMessages } from './notices';
import type { PasswordEffects } from './passwords';
import type { PukVerdict, TypedPuk } from './puk';

export const simKinds = ['voice', 'data-only'] as const;
export type SimKind = (typeof simKinds)[number];

/** Sealed, because operators see payloads decoded and shall not read these; keyed, because budgets count on them. */
interface EmployeeApplication {
  /** MSISDN, sealed. */
  readonly line: string;
  readonly lineKey: string;
  /** The e-mail address to associate with the line, sealed. */
  readonly mailbox: string;
  readonly mailboxKey: string;
  /** What was declared; it alone decides what the flow looks like. */
  readonly simKind: SimKind;
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

/** What the records and accounts say of a line; for operators, never for who asked. */
export type LineFinding =
  | 'free'
  | 'registered'
  | 'unknown'
  | 'ceased'
  | 'notEligible'
  | 'dataOnlyDeclaredVoice'
  | 'voiceDeclaredDataOnly';

export type LineVerdict =
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  | {
      readonly outcome: 'admitted';
      readonly finding: LineFinding;
      readonly route: CodeRoute;
      /** Goes to the line's owner beside a flow that looks like another way. */
      readonly hint?: Recipient;
    };

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
export interface EmployeeRegistrationEffects extends CodeEffects, PasswordEffects {
  /** Looks the line up. Where a message goes to a line at once, it is taken from the budget. */
  checkLine(request: AboutFlow & { readonly addressKey: string }): Promise<LineVerdict>;
  /** Counts the try, then compares: three wrong a line a day, over all flows. */
  verifyPuk(
    request: AboutFlow & {
      readonly provable: boolean;
      readonly typed: TypedPuk;
      readonly tryId: string;
    },
  ): Promise<PukVerdict>;
  /**
   * Makes the account whose username is the line, opens its password to the flow, and closes an account that had the
   * line before.
   *
   * The records are asked again: a line that ceased or moved meanwhile gets no account.
   */
  createEmployeeAccount(request: AboutFlow & { readonly locale: Locale }): Promise<EmployeeAccountCreation>;
}

export type EmployeeRegistrationMessages = CodeMessages & NoticeMessages;
