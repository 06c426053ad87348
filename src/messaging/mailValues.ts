import type { DeletionReason, ReleaseEnding, ReleaseReason } from '../../workflows/contracts/accountFlows';
import type { Locale, RefusalCode } from '../../workflows/contracts/flow';

interface AboutFlow {
  readonly locale: Locale;
  readonly supportReference: string;
}

export interface AboutCompany extends AboutFlow {
  readonly companyName: string;
  /** Of the legal representative, as in the contract, where nothing else is said. */
  readonly firstName: string;
}

export interface UserAdminActivation extends AboutCompany {
  /** Address of the activation page with the token in its fragment. */
  readonly link: string;
  readonly token: string;
  readonly expiresAt: Date;
}

export interface UserAdminRegistered extends AboutCompany {
  /** Enough of the username to recognise it by. */
  readonly maskedUsername: string;
}

/** The first name is the manager's, as the User Admin wrote it. */
export interface TelcoManagerInvitation extends UserAdminActivation {
  /** To sign in with, once the password is set. */
  readonly username: string;
}

export interface TelcoManagerActive extends AboutFlow {
  /** Enough of the username to recognise it by. */
  readonly maskedUsername: string;
}

export interface InvitationUsed extends TelcoManagerActive {
  /** First and last name, as the User Admin wrote them. */
  readonly managerName: string;
}

/** Refusals that follow a full match of the contract data, and may therefore be told by mail. */
export const mailedRefusals = [
  'VAT_ALREADY_SERVED',
  'LARGE_COMPANY',
  'NO_ELIGIBLE_OFFER',
  'USERNAME_TAKEN',
] as const satisfies readonly RefusalCode[];

export interface UserAdminRegistrationRefused extends AboutCompany {
  readonly reason: (typeof mailedRefusals)[number];
}

/** A code, to a mailbox whose owner has no name here. */
export interface MailedCode extends AboutFlow {
  readonly code: string;
  /** Of the code, from the first message that carried it: a resend comes with less of it left. */
  readonly lifeMinutes: number;
}

/** About an account; with the first name where the account has one. */
export interface AboutAccount extends AboutFlow {
  readonly firstName?: string;
}

export type MailedRecoveryCode = MailedCode & AboutAccount;

/** About a line, to a mailbox that may belong to somebody who does not know it. */
export interface AboutLine extends AboutFlow {
  /** Enough of the MSISDN to recognise it by. */
  readonly maskedLine: string;
}

/** About a contact that is another one now. */
export interface ContactChanged extends AboutFlow {
  readonly contact: 'email' | 'mobile';
  /** Enough of the username, or of an employee's line, to recognise it by. */
  readonly maskedUsername: string;
}

/** About a recovery by the contact that took the reader's place. */
export interface ContactRecovered extends AboutFlow {
  readonly maskedUsername: string;
  /** Of the page that undoes it, with its token. */
  readonly link: string;
}

export interface AccountDeleted extends AboutFlow {
  readonly reason: DeletionReason;
  /** Enough of the username, or of an employee's line, to recognise it by. */
  readonly maskedName: string;
}

export interface LineReleased extends AboutLine {
  readonly reason: ReleaseReason;
  readonly ending: ReleaseEnding;
  /** Enough of the line that is the username from now on to recognise it by, where it is another one. */
  readonly maskedUsername?: string;
}

/** What the templates of a link's mail print: the address of its page without the token, and the time in words. */
interface PrintedLink extends Omit<UserAdminActivation, 'expiresAt'> {
  readonly page: string;
  readonly worksUntil: string;
}

interface PrintedInvitation extends PrintedLink, Pick<TelcoManagerInvitation, 'username'> {}

interface PrintedCode extends Omit<MailedCode, 'lifeMinutes'> {
  /** In words of the language. */
  readonly codeLife: string;
}

/** The values of each mail's templates. */
export interface MailValues {
  readonly userAdminActivation: PrintedLink;
  readonly userAdminRegistered: UserAdminRegistered;
  readonly userAdminRegistrationRefused: UserAdminRegistrationRefused;
  readonly telcoManagerInvitation: PrintedInvitation;
  readonly telcoManagerActive: TelcoManagerActive;
  readonly invitationUsed: InvitationUsed;
  readonly registrationCode: PrintedCode;
  readonly takeoverCode: PrintedCode;
  readonly recoveryCode: PrintedCode & AboutAccount;
  readonly employeeRegistered: AboutLine;
  readonly passwordChanged: AboutAccount;
  readonly accountClosed: AboutLine;
  readonly askUserAdmin: AboutAccount;
  readonly simCode: PrintedCode;
  readonly simTakeoverCode: PrintedCode;
  readonly lineAssociated: AboutLine;
  readonly lineMoved: AboutLine;
  readonly contactCode: PrintedCode;
  readonly signInCode: PrintedCode;
  readonly contactChanged: ContactChanged;
  readonly contactRecovered: ContactRecovered;
  readonly accountDeleted: AccountDeleted;
  readonly userAdminRevoked: AboutCompany;
  readonly lineReleased: LineReleased;
  readonly lineFreed: AboutLine;
  readonly representativeChanged: UserAdminRegistered;
}

export type MailName = keyof MailValues;

/** The mails with a code. */
export type CodeMailName = {
  [Name in MailName]: MailValues[Name] extends PrintedCode ? Name : never;
}[MailName];
