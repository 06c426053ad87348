import type { Locale, Refusal, RefusalCode } from './flow';
import type { LinkFigures } from './links';
import type { PasswordOutcome } from './passwords';

/** Keyed digests of what was typed, after normalising; the values themselves never reach a workflow. */
export interface RepresentativeDigests {
  readonly firstName: string;
  readonly lastName: string;
  readonly birthDate: string;
  readonly taxCode: string;
  readonly email: string;
  readonly mobile: string;
}

interface UserAdminRegistrationFigures extends LinkFigures {
  readonly matchAnswerMs: number;
}

export interface UserAdminRegistrationInput {
  readonly flowId: string;
  /** VAT number and username, sealed: operators see payloads decoded, and shall not read these. */
  readonly application: string;
  /** What the flow is about, masked, for operators. */
  readonly subject: string;
  readonly representative: RepresentativeDigests;
  readonly locale: Locale;
  readonly supportReference: string;
  /** Keyed digest of the network address that the request came from. */
  readonly addressKey: string;
  readonly figures: UserAdminRegistrationFigures;
}

/** Which contract matched; where its mailbox is, the records know. */
export interface ContractReference {
  readonly customerCode: string;
  /** Keyed digest of its mailbox, for the limit of mails. */
  readonly mailboxKey: string;
  /** Keyed digest of its legal representative. */
  readonly representativeKey: string;
  /** Its e-mail and mobile, sealed: the account keeps them for recoveries. */
  readonly contacts: string;
}

/** Refusals that the mailbox of a full match is told where the answer must stay neutral. */
export const refusalsToldByMail = [
  'LARGE_COMPANY',
  'NO_ELIGIBLE_OFFER',
  'VAT_ALREADY_SERVED',
  'USERNAME_TAKEN',
] as const satisfies readonly RefusalCode[];
type RefusalToldByMail = (typeof refusalsToldByMail)[number];

/** `hidesMatch`: a limit of mismatches is spent, so the answer must not tell a match from a mismatch. */
export type ContractVerdict = { readonly hidesMatch: boolean } & (
  | { readonly outcome: 'matched'; readonly contract: ContractReference }
  | { readonly outcome: 'refused'; readonly refusal: Refusal; readonly contract: ContractReference }
  | { readonly outcome: 'mismatch' }
);

export type Reservation =
  | { readonly outcome: 'reserved'; readonly takenOverFrom?: string }
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

/** What a mail of this flow is about; `number` tells the first hand-over from the resends. */
export interface MailRequest {
  readonly flowId: string;
  readonly application: string;
  readonly contract: ContractReference;
  readonly locale: Locale;
  readonly supportReference: string;
  readonly number: number;
}

/** Effects of the flow on the database: short and idempotent. `now` is workflow time, milliseconds since 1970. */
export interface UserAdminRegistrationEffects {
  matchContractData(
    request: Pick<UserAdminRegistrationInput, 'flowId' | 'application' | 'representative' | 'addressKey'> & {
      readonly now: number;
    },
  ): Promise<ContractVerdict>;
  reserveAccount(
    request: Pick<UserAdminRegistrationInput, 'flowId' | 'application' | 'locale'> & {
      readonly contract: ContractReference;
      readonly now: number;
    },
  ): Promise<Reservation>;
  /** Why a further mail to the contract's mailbox is refused; null when one may go out. */
  takeActivationMail(request: {
    readonly flowId: string;
    readonly contract: ContractReference;
    readonly number: number;
    readonly now: number;
  }): Promise<Refusal | null>;
  /** Keeps the reservation from being taken over until then; false when the flow does not hold it any more. */
  proveMailbox(request: { readonly flowId: string; readonly provenUntil: number }): Promise<boolean>;
  activateAccount(request: {
    readonly flowId: string;
    readonly claimId: string;
    readonly now: number;
  }): Promise<PasswordOutcome>;
  releaseReservation(request: { readonly flowId: string }): Promise<void>;
}

/** Messages of the flow; each is handed over once for its send record and may wait for its provider. */
export interface UserAdminRegistrationMessages {
  /** `expiresAt`: end of the link's life, milliseconds since 1970. */
  sendActivationMail(request: MailRequest & { readonly expiresAt: number }): Promise<void>;
  sendRegisteredNotice(request: MailRequest): Promise<void>;
  sendRefusalMail(request: MailRequest & { readonly reason: RefusalToldByMail }): Promise<void>;
  /** Answers when the mail server does, so that a decoy shows the health of the channel as a real flow would. */
  probeMailChannel(): Promise<void>;
}
