import type { DeletionReason, ReleaseEnding, ReleaseReason } from './accountFlows';
import type { FlowName, Locale } from './flow';

interface AnyNotice {
  /** Of the account that the address belongs to; where there is none, that of the request. */
  readonly locale?: Locale;
}

export type NoticeByText = AnyNotice & {
  readonly channel: 'sms';
  /** MSISDN, sealed. */
  readonly address: string;
} & (
    | { readonly wording: TextWording }
    /** To a former contact; `link`: the address that undoes the recovery, sealed. */
    | { readonly wording: 'contactRecovered'; readonly link: string }
  );

type TextWording =
  | 'employeeRegistered'
  | 'passwordChanged'
  | 'accountDeleted'
  | 'lineAssociated'
  | 'lineMoved'
  | 'contactChanged'
  | 'lineReleased';

/** A mailbox may have been typed by a stranger: its reader is shown the line that the mail is about, masked. */
export type NoticeByMail = AnyNotice & {
  readonly channel: 'mail';
  /** Sealed. */
  readonly address: string;
} & (
    | { readonly wording: 'passwordChanged' }
    /** `line`: MSISDN, sealed. */
    | {
        readonly wording: 'employeeRegistered' | 'accountClosed' | 'lineAssociated' | 'lineMoved';
        readonly line: string;
      }
    /** `name`: username, sealed. */
    | { readonly wording: 'contactChanged'; readonly contact: 'email' | 'mobile'; readonly name: string }
    /** To a former contact. `name`: username, sealed; `link`: the address that undoes the recovery, sealed. */
    | { readonly wording: 'contactRecovered'; readonly name: string; readonly link: string }
    /** `name`: username, sealed. */
    | { readonly wording: 'telcoManagerActive'; readonly name: string }
    /** `name`: username, sealed; `person`: first and last name, sealed. */
    | { readonly wording: 'invitationUsed'; readonly name: string; readonly person: string }
    /** `name`: username, sealed. */
    | { readonly wording: 'accountDeleted'; readonly reason: DeletionReason; readonly name: string }
    /** `line`: MSISDN, sealed; `username`: the account's from now on, sealed, where it is another one. */
    | {
        readonly wording: 'lineReleased';
        readonly line: string;
        readonly reason: ReleaseReason;
        readonly ending: ReleaseEnding;
        readonly username?: string;
      }
    /** `line`: MSISDN, sealed. */
    | { readonly wording: 'lineFreed'; readonly line: string }
    /** Names of the company and of its new legal representative, sealed; `name`: the User Admin's username, sealed. */
    | {
        readonly wording: 'representativeChanged';
        readonly company: string;
        readonly firstName: string;
        readonly name: string;
      }
    /** Names of the company and of its legal representative, sealed. */
    | { readonly wording: 'userAdminRevoked'; readonly company: string; readonly firstName: string }
  );

/** A message that tells somebody what happened; the flow does not wait for its answer. */
export type Notice = NoticeByText | NoticeByMail;

export interface NoticeMessages {
  /** Each notice once, by a send record of its own; one that its provider refuses for good holds up no other. */
  sendNotices(request: {
    readonly flow: FlowName;
    readonly flowId: string;
    readonly runId: string;
    readonly locale: Locale;
    readonly supportReference: string;
    readonly notices: readonly Notice[];
  }): Promise<void>;
}
