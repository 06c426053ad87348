import { ApplicationFailure } from '@temporalio/activity';
import { FakeActivities } from '../../support/fakeActivities';
import { messageRefused, type Refusal } from '../../../workflows/contracts/flow';
import type { PasswordOutcome } from '../../../workflows/contracts/passwords';
import type {
  ContractReference,
  ContractVerdict,
  Reservation,
  UserAdminRegistrationEffects,
  UserAdminRegistrationMessages,
} from '../../../workflows/contracts/userAdminRegistration';

type Activities = UserAdminRegistrationEffects & UserAdminRegistrationMessages;

export const contract: ContractReference = {
  customerCode: 'C1',
  mailboxKey: 'mailbox',
  representativeKey: 'representative',
  contacts: 'contacts',
};

/** Stands for database, records and mail server; each answer and each outage is set by the test. */
export class FakeWorld extends FakeActivities {
  verdict: ContractVerdict = { outcome: 'matched', contract, hidesMatch: false };
  reservation: Reservation = { outcome: 'reserved' };
  activation: PasswordOutcome = { outcome: 'set', notices: [] };
  isHeld = true;
  mailBudget: Refusal | null = null;
  mailboxRefuses = false;

  activities(): Activities {
    const act = this.act.bind(this);
    const mail = () => {
      if (this.mailboxRefuses) throw ApplicationFailure.nonRetryable('refused', messageRefused);
    };
    return {
      matchContractData: act('matchContractData', () => this.verdict),
      reserveAccount: act('reserveAccount', () => this.reservation),
      takeActivationMail: act('takeActivationMail', () => this.mailBudget),
      proveMailbox: act('proveMailbox', () => this.isHeld),
      activateAccount: act('activateAccount', () => this.activation),
      releaseReservation: act('releaseReservation', () => undefined),
      sendActivationMail: act('sendActivationMail', mail),
      sendRegisteredNotice: act('sendRegisteredNotice', mail),
      sendRefusalMail: act('sendRefusalMail', mail),
      probeMailChannel: act('probeMailChannel', () => undefined),
    };
  }
}
