import type { Locale } from './flow';
import type { NoticeMessages } from './notices';
import type { PasswordOutcome } from './passwords';

/** Who is signed in, and by which session: as the request found them. */
export interface PasswordChangeInput {
  readonly flowId: string;
  readonly accountId: string;
  readonly sessionId: string;
  /** Of the account and the session: once the account's is another, the session has ended. */
  readonly epoch: number;
  /** Which hand-over of a password's hash to take. */
  readonly claimId: string;
  /** What the flow is about, masked, for operators. */
  readonly subject: string;
  readonly locale: Locale;
  readonly supportReference: string;
}

/** Effects of the flow on the database: short and idempotent. */
export interface PasswordChangeEffects {
  /**
   * Sets the password in one transaction that ends every session but the one that asked, and closes the account to every flow
   * that could set a password. Repeated after a success that was not heard of, it answers as the first time.
   *
   * @returns `accountLost` where account or session ended meanwhile, or another password was set
   */
  changePassword(
    request: Pick<PasswordChangeInput, 'flowId' | 'accountId' | 'sessionId' | 'epoch' | 'claimId'> & {
      /** Workflow time, milliseconds since 1970. */
      readonly now: number;
    },
  ): Promise<PasswordOutcome>;
}

export type PasswordChangeMessages = NoticeMessages;
