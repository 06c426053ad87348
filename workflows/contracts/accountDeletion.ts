import type { DeletionReason } from './accountFlows';
import type { Actor } from './actor';
import type { Locale } from './flow';
import type { Notice, NoticeMessages } from './notices';

/** The flow's id follows from the account's: an account is deleted once, however often and by however many it is asked for. */
export interface AccountDeletionInput {
  readonly flowId: string;
  readonly accountId: string;
  readonly reason: DeletionReason;
  readonly actor: Actor;
  /** What the flow is about, masked, for operators. */
  readonly subject: string;
  /** Keyed digest of the network address that the request came from; absent where none did. */
  readonly addressKey?: string;
  /** Of the person who asked; notices are in the language of the account. */
  readonly locale: Locale;
  readonly supportReference: string;
}

/** Effects of the flow on the database: short and idempotent. */
export interface AccountDeletionEffects {
  /** What the flow has to know of the account once it is gone, sealed; null where there is none by now. */
  accountToDelete(request: { readonly accountId: string }): Promise<string | null>;
  /**
   * Ends the account: its sessions, its lines, what could set its password, and everything personal, in one transaction.
   * Repeated, it changes nothing. Another account that took the username meanwhile stays.
   */
  deleteAccount(
    request: Pick<
      AccountDeletionInput,
      'flowId' | 'accountId' | 'reason' | 'actor' | 'addressKey' | 'supportReference'
    > & {
      /** As {@link accountToDelete} gave it. */
      readonly account: string;
      /** Workflow time, milliseconds since 1970. */
      readonly now: number;
    },
  ): Promise<void>;
  /**
   * To every known channel of the account, and where the support desk revoked a User Admin to the legal representative.
   * Asks the records: a line that is somebody else's by now is not written to.
   */
  noticesOfDeletion(request: {
    readonly account: string;
    readonly reason: DeletionReason;
  }): Promise<readonly Notice[]>;
}

export type AccountDeletionMessages = NoticeMessages;
