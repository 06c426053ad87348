import type { Actor } from './actor';
import type { Locale, Refusal } from './flow';
import type { LinkFigures } from './links';
import type { NoticeMessages } from './notices';
import type { PasswordOutcome } from './passwords';

export interface TelcoManagerInvitationInput {
  readonly flowId: string;
  /** Id of the manager's account; a new profile gets it. */
  readonly managerId: string;
  /** VAT number and, of a new profile, username, names, e-mail and mobile; sealed. */
  readonly invitation: string;
  /** Workflow id of the flow whose invitation or profile ends with this one; absent where the profile is new. */
  readonly replaces?: string;
  /** The User Admin who invites. */
  readonly actor: Actor;
  /** What the flow is about, masked, for operators. */
  readonly subject: string;
  /** Keyed digest of the network address that the request came from. */
  readonly addressKey: string;
  /** Of the person who invites; a profile that exists keeps its own. */
  readonly locale: Locale;
  readonly supportReference: string;
  readonly figures: LinkFigures;
}

/**
 * Names the send record of an invitation's mail.
 *
 * @param heldBy workflow id of the invitation
 * @param number counts its mails from 1
 */
export function invitationMailKey(heldBy: string, number: number): string {
  return `${heldBy}/invitation/${number}`;
}

export type ProfileReservation =
  { readonly outcome: 'reserved' } | { readonly outcome: 'refused'; readonly refusal: Refusal };

/** Effects of the flow on the database: short and idempotent. `now` is workflow time, milliseconds since 1970. */
export interface TelcoManagerInvitationEffects {
  /**
   * Reserves the username for a new profile; or takes a profile over from the flow that it replaces: password and sessions
   * end in that one write, and the username is never free.
   */
  reserveManager(
    request: TelcoManagerInvitationInput & { readonly now: number },
  ): Promise<ProfileReservation>;
  /** Why a further mail to the manager's mailbox is refused; null when one may go out. */
  takeInvitationMail(request: {
    readonly flowId: string;
    readonly number: number;
    readonly now: number;
  }): Promise<Refusal | null>;
  /** False when the profile was deleted, or invited anew by another flow. */
  proveInvitedMailbox(request: { readonly flowId: string; readonly provenUntil: number }): Promise<boolean>;
  /** `notices` of the answer: to the manager, and to the company's User Admin. */
  activateManager(request: {
    readonly flowId: string;
    readonly claimId: string;
    readonly now: number;
  }): Promise<PasswordOutcome>;
  /** Notes that the invitation is over: the profile stays reserved, to be invited again or deleted. */
  lapseInvitation(request: { readonly flowId: string; readonly now: number }): Promise<void>;
}

export interface TelcoManagerInvitationMessages extends NoticeMessages {
  /** `number` tells the first hand-over from the resends; `expiresAt`: end of the link, milliseconds since 1970. */
  sendInvitationMail(
    request: Pick<TelcoManagerInvitationInput, 'flowId' | 'supportReference'> & {
      readonly number: number;
      readonly expiresAt: number;
    },
  ): Promise<void>;
}
