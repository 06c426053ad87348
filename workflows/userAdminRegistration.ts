import {
  allHandlersFinished,
  CancellationScope,
  condition,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  setHandler,
} from '@temporalio/workflow';
import { messageRefused, type FlowView, type Refusal } from './contracts/flow';
import { viewFlow } from './contracts/messages';
import {
  awaitMatch,
  refusalsToldByMail,
  superseded,
  type ContractReference,
  type MailRequest,
  type UserAdminRegistrationEffects,
  type UserAdminRegistrationInput,
  type UserAdminRegistrationMessages,
} from './contracts/userAdminRegistration';
import { ActivationLink, type LinkEffects, type LinkEnding } from './steps/activationLink';
import { FlowState } from './steps/flowState';
import { atOnceMs, atOnceOrLater, effectsOf, isPermanent, messagesOf } from './steps/patience';

const effects = effectsOf<UserAdminRegistrationEffects>();
const messages = messagesOf<UserAdminRegistrationMessages>();

/**
 * A company's legal representative proves the VAT number and the contract data, activates from the mailbox named in
 * the contract, and creates the first password (rules 10 to 14 of the FAQ).
 */
export async function userAdminRegistration(input: UserAdminRegistrationInput): Promise<FlowView> {
  const registration = new Registration(input);
  try {
    const match = await registration.matchContractData();
    await registration.reserveAccount(match);
    const ending = await registration.activateFromTheMailbox(match);
    if (ending === 'passwordSet') await registration.notifyTheMailbox(match);
    if (ending === 'expired') await registration.release('EXPIRED');
    if (ending === 'voided') registration.giveWay();
  } catch (error) {
    if (isCancellation(error))
      await CancellationScope.nonCancellable(() => registration.release('CANCELLED'));
    if (!(error instanceof Refused)) throw error;
    await registration.refuse(error);
  }
  await condition(allHandlersFinished);
  return registration.view();
}

/** A contract that matched in everything; `neutral` when the answer must not tell a match from a mismatch. */
interface Match {
  readonly contract: ContractReference;
  readonly neutral: boolean;
}

/** The flow ends with a refusal, told at once or, past the budget of mismatches, to the contract's mailbox alone. */
class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly refusal: Refusal,
    readonly neutral: boolean,
    /** Known after a full match. */
    readonly contract?: ContractReference,
  ) {
    super(refusal.code);
  }
}

/** The steps of a User Admin's registration, with the state that they share. */
class Registration {
  private readonly flow: FlowState;
  private readonly link: ActivationLink;

  constructor(private readonly input: UserAdminRegistrationInput) {
    const { flowId, supportReference, subject } = input;
    this.flow = new FlowState({ flow: 'userAdminRegistration', flowId, supportReference, subject });
    this.link = new ActivationLink(this.flow, input.figures);
    setHandler(viewFlow, () => this.view());
    setHandler(superseded, () => this.link.void());
    setHandler(awaitMatch, async () => {
      await condition(() => this.flow.status !== 'VALIDATING', input.figures.matchAnswerMs - atOnceMs);
      return this.view();
    });
  }

  view(): FlowView {
    return this.flow.view();
  }

  /** @throws Refused */
  async matchContractData(): Promise<Match> {
    const { flowId, application, representative, addressKey } = this.input;
    const verdict = await atOnceOrLater(effects, (at) =>
      at.matchContractData({ flowId, application, representative, addressKey, now: Date.now() }),
    );
    if (verdict.outcome === 'mismatch')
      throw new Refused({ code: 'CONTRACT_DATA_MISMATCH' }, verdict.neutral);
    if (verdict.outcome === 'refused') throw new Refused(verdict.refusal, verdict.neutral, verdict.contract);
    return verdict;
  }

  /** Holds the VAT number and the username for this flow, and voids the link of the flow that held them before. */
  async reserveAccount({ contract, neutral }: Match): Promise<void> {
    const { flowId, application, locale } = this.input;
    const reservation = await atOnceOrLater(effects, (at) =>
      at.reserveAccount({ flowId, application, contract, locale, now: Date.now() }),
    );
    if (reservation.outcome === 'reserved') {
      if (reservation.takenOverFrom !== undefined) voidLinkOf(reservation.takenOverFrom);
      return;
    }
    throw new Refused(reservation.refusal, neutral, contract);
  }

  async activateFromTheMailbox({ contract, neutral }: Match): Promise<LinkEnding> {
    return this.link.untilPasswordIsSet({
      neutral,
      deliver: ({ number, expiresAt, whenDelayed }) =>
        atOnceOrLater(
          messages,
          (at) => at.sendActivationMail({ ...this.mail(contract, number), expiresAt }),
          whenDelayed,
        ),
      takeResend: (number) =>
        atOnceOrLater(effects, (at) =>
          at.takeActivationMail({ flowId: this.input.flowId, contract, number, now: Date.now() }),
        ),
      usePassword: (claimId) =>
        atOnceOrLater(effects, (at) =>
          at.activateAccount({ flowId: this.input.flowId, claimId, now: Date.now() }),
        ),
    });
  }

  /** Tells the contract's mailbox that the profile is active: "not you?" A mailbox that refuses changes nothing of that. */
  async notifyTheMailbox({ contract }: Match): Promise<void> {
    try {
      await atOnceOrLater(messages, (at) => at.sendRegisteredNotice(this.mail(contract, 1)));
    } catch (error) {
      if (!isPermanent(error, messageRefused)) throw error;
      this.flow.deliver('UNDELIVERABLE');
    }
  }

  /** Frees what this flow reserved, nothing else. */
  async release(status: 'EXPIRED' | 'CANCELLED'): Promise<void> {
    await atOnceOrLater(effects, (at) => at.releaseReservation({ flowId: this.input.flowId }));
    if (this.flow.status !== 'COMPLETED') this.flow.enter({ status });
  }

  giveWay(): void {
    this.flow.enter({ status: 'CANCELLED' });
  }

  async refuse({ refusal, neutral, contract }: Refused): Promise<void> {
    if (!neutral) {
      this.flow.reject(refusal);
      return;
    }
    await this.link.untilPasswordIsSet(this.decoy(refusal, contract));
    this.flow.enter({ status: 'EXPIRED' });
  }

  /** Looks like a registration that waits for its activation; the mailbox of a full match is told why it never comes. */
  private decoy(refusal: Refusal, contract: ContractReference | undefined): LinkEffects {
    const reason = refusalsToldByMail.find((code) => code === refusal.code);
    return {
      neutral: true,
      deliver: ({ number, whenDelayed }) =>
        atOnceOrLater(
          messages,
          (at) =>
            contract && reason && number === 1
              ? at.sendRefusalMail({ ...this.mail(contract, 1), reason })
              : at.probeMailChannel(),
          whenDelayed,
        ),
      takeResend: () => Promise.resolve(null),
      usePassword: () => Promise.resolve('reservationLost'),
    };
  }

  private mail(contract: ContractReference, number: number): MailRequest {
    const { flowId, application, locale, supportReference } = this.input;
    return { flowId, application, contract, locale, supportReference, number };
  }
}

function voidLinkOf(workflowId: string): void {
  getExternalWorkflowHandle(workflowId)
    .signal(superseded)
    .catch(() => log.info('the flow whose reservation was taken over had ended already'));
}
