import type { ReleaseEnding, ReleaseReason } from './accountFlows';
import type { Actor } from './actor';
import type { Locale } from './flow';
import type { Notice, NoticeMessages } from './notices';

/** The flow's id follows from the line and the proof that made it the account's: it is released once, however often that is asked for. */
export interface LineReleaseInput {
  readonly flowId: string;
  /** MSISDN, sealed. */
  readonly line: string;
  /** Workflow id of the flow that proved the line: what another proof made of it since stays. */
  readonly associatedBy: string;
  readonly reason: ReleaseReason;
  readonly actor: Actor;
  /** What the flow is about, masked, for operators. */
  readonly subject: string;
  /** Keyed digest of the network address that the request came from; absent where none did. */
  readonly addressKey?: string;
  /** Of the person who asked; notices are in the language of the account. */
  readonly locale: Locale;
  readonly supportReference: string;
}

/** The account that has the line, as the flow has to know it once it is gone. */
export interface ReleasingAccount {
  readonly accountId: string;
  /** Sealed. */
  readonly account: string;
}

type AboutLine = Pick<LineReleaseInput, 'line' | 'associatedBy'>;

/** Effects of the flow on the database: short and idempotent. */
export interface LineReleaseEffects {
  /** Null where the line is no account's by this proof any more. */
  lineToRelease(request: AboutLine): Promise<ReleasingAccount | null>;
  /**
   * Takes the line from the account in one transaction, with the sessions that the network opened. Where it was the username,
   * the other line is from then on; without another one the account ends. Repeated, it changes nothing, and says the same.
   */
  releaseLine(
    request: AboutLine &
      Pick<LineReleaseInput, 'flowId' | 'reason' | 'actor' | 'addressKey' | 'supportReference'> & {
        readonly releasing: ReleasingAccount;
        /** Workflow time, milliseconds since 1970. */
        readonly now: number;
      },
  ): Promise<ReleaseEnding>;
  /**
   * To mailbox and lines of the account, and to the administrator who freed the line. Asks the records: a line that is
   * somebody else's by now is not written to.
   */
  noticesOfRelease(
    request: Pick<LineReleaseInput, 'line' | 'reason' | 'actor'> & {
      readonly releasing: ReleasingAccount;
      readonly ending: ReleaseEnding;
    },
  ): Promise<readonly Notice[]>;
}

export type LineReleaseMessages = NoticeMessages;
