import { ApplicationFailure } from '@temporalio/activity';
import { messageRefused, type Refusal } from '../../../workflows/contracts/flow';
import type {
  AccountActivation,
  ContractReference,
  ContractVerdict,
  Reservation,
  UserAdminRegistrationEffects,
  UserAdminRegistrationMessages,
} from '../../../workflows/contracts/userAdminRegistration';

type Activities = UserAdminRegistrationEffects & UserAdminRegistrationMessages;
type ActivityName = keyof Activities;

export const contract: ContractReference = {
  customerCode: 'C1',
  mailboxKey: 'mailbox',
};

/** Stands for database, records and mail server; each answer and each outage is set by the test. */
export class FakeWorld {
  verdict: ContractVerdict = { outcome: 'matched', contract, neutral: false };
  reservation: Reservation = { outcome: 'reserved' };
  activation: AccountActivation = 'activated';
  isHeld = true;
  mailBudget: Refusal | null = null;
  mailboxRefuses = false;
  readonly calls: { readonly name: ActivityName; readonly request: unknown }[] = [];
  private readonly outages = new Map<ActivityName, () => boolean>();
  private readonly holds = new Map<ActivityName, Promise<void>>();
  private readonly letGo: (() => void)[] = [];

  /** Fails every call of an activity for as long as `lasts` says so. */
  outage(name: ActivityName, lasts: () => boolean): void {
    this.outages.set(name, lasts);
  }

  /** Holds every call of an activity back until the answer is called. */
  hold(name: ActivityName): () => void {
    let letGo: () => void = () => undefined;
    this.holds.set(name, new Promise<void>((resolve) => (letGo = resolve)));
    this.letGo.push(letGo);
    return letGo;
  }

  /** Ends every outage and lets go of everything that is held. */
  recover(): void {
    this.outages.clear();
    for (const letGo of this.letGo) letGo();
  }

  requestsOf(name: ActivityName): unknown[] {
    return this.calls.filter((call) => call.name === name).map(({ request }) => request);
  }

  activities(): Activities {
    const act = <Answer>(name: ActivityName, answer: () => Answer) => {
      return async (request?: unknown): Promise<Answer> => {
        await this.holds.get(name);
        if (this.outages.get(name)?.()) throw ApplicationFailure.retryable('away');
        this.calls.push({ name, request });
        return answer();
      };
    };
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
