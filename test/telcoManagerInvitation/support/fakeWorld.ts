import { ApplicationFailure } from '@temporalio/activity';
import { messageRefused, type Refusal } from '../../../workflows/contracts/flow';
import type { Notice } from '../../../workflows/contracts/notices';
import type { PasswordOutcome } from '../../../workflows/contracts/passwords';
import type {
  ProfileReservation,
  TelcoManagerInvitationEffects,
  TelcoManagerInvitationMessages,
} from '../../../workflows/contracts/telcoManagerInvitation';
import { FakeActivities } from '../../support/fakeActivities';

export const notices: readonly Notice[] = [
  { wording: 'telcoManagerActive', channel: 'mail', address: 'sealed', name: 'sealed' },
];

/** Stands for database and mail server; each answer and each outage is set by the test. */
export class FakeWorld extends FakeActivities {
  reservation: ProfileReservation = { outcome: 'reserved' };
  activation: PasswordOutcome = { outcome: 'set', notices };
  isHeld = true;
  mailBudget: Refusal | null = null;
  mailboxRefuses = false;

  activities(): TelcoManagerInvitationEffects & TelcoManagerInvitationMessages {
    const act = this.act.bind(this);
    return {
      reserveManager: act('reserveManager', () => this.reservation),
      takeInvitationMail: act('takeInvitationMail', () => this.mailBudget),
      proveInvitedMailbox: act('proveInvitedMailbox', () => this.isHeld),
      activateManager: act('activateManager', () => this.activation),
      lapseInvitation: act('lapseInvitation', () => undefined),
      sendInvitationMail: act('sendInvitationMail', () => {
        if (this.mailboxRefuses) throw ApplicationFailure.nonRetryable('refused', messageRefused);
      }),
      sendNotices: act('sendNotices', () => undefined),
    };
  }
}
