import type { Locale } from './flow';
import type { Notice, NoticeMessages } from './notices';

/** The flow's id follows from the account and the new representative: each new one is told once. */
export interface UserAdminReviewInput {
  readonly flowId: string;
  readonly accountId: string;
  /** Keyed digest of the legal representative in the contract as it is now. */
  readonly representativeKey: string;
  /** What the flow is about, masked, for operators. */
  readonly subject: string;
  readonly locale: Locale;
  readonly supportReference: string;
}

/** Effects of the flow on the database: short and idempotent. */
export interface UserAdminReviewEffects {
  /** Marks the account for a review; false where it is gone. */
  flagUserAdmin(
    request: Pick<UserAdminReviewInput, 'flowId' | 'accountId' | 'representativeKey' | 'supportReference'> & {
      /** Workflow time, milliseconds since 1970. */
      readonly now: number;
    },
  ): Promise<boolean>;
  /** To the mailbox that the contract names now. */
  noticesOfReview(request: Pick<UserAdminReviewInput, 'accountId'>): Promise<readonly Notice[]>;
}

export type UserAdminReviewMessages = NoticeMessages;
