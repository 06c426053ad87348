import { getExternalWorkflowHandle, log, sleep } from '@temporalio/workflow';
import { messageRefused, type Refusal, superseded } from '../contracts/flow';
import type { ContractReference, UserAdminRegistrationInput } from '../contracts/userAdminRegistration';
import type { FlowState } from '../steps/flowState';
import { LinkFlow, type LinkEnding, type LinkMail } from '../steps/linkFlow';
import { atOnceMs, atOnceOrLater, isPermanent } from '../steps/activityCalls';
import { ContractMailbox, effects, probeMailChannel } from './contractMailbox';

/** When, after the start, an answer comes that must tell nothing: before a start stops waiting for it. */
const neutralMomentMs = 700;

/** A contract that matched in everything; `hidesMatch` when the answer must not tell a match from a mismatch. */
interface Match {
  readonly contract: ContractReference;
  readonly hidesMatch: boolean;
}

/** The flow ends with a refusal, told at once or, past the limit of mismatches, to the contract's mailbox alone. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly refusal: Refusal,
    readonly hidesMatch: boolean,
    /** Known after a full match. */
    readonly contract?: ContractReference,
  ) {
    super(refusal.code);
  }
}

/** The steps of a User Admin's registration, with the state that they share. */
export class Registration {
  readonly link: LinkFlow;
  /** Leaves time for one more effect that is tried at once. */
  readonly startAnswerMs: number;
  private readonly startedAt = Date.now();

  constructor(private readonly input: UserAdminRegistrationInput) {
    this.link = new LinkFlow('userAdminRegistration', input);
    this.startAnswerMs = input.figures.matchAnswerMs - atOnceMs;
  }

  get state(): FlowState {
    return this.link.state;
  }

  whenSuperseded(): void {
    this.link.void();
  }

  /** @throws Refused */
  async matchContractData(): Promise<Match> {
    const { flowId, application, representative, addressKey } = this.input;
    const request = { flowId, application, representative, addressKey, now: this.startedAt };
    const verdict = await atOnceOrLater(effects, (at) => at.matchContractData(request));
    if (verdict.outcome === 'mismatch')
      throw new Refused({ code: 'CONTRACT_DATA_MISMATCH' }, verdict.hidesMatch);
    if (verdict.outcome === 'refused')
      throw new Refused(verdict.refusal, verdict.hidesMatch, verdict.contract);
    return verdict;
  }

  /**
   * Holds the VAT number and the username for this flow, and voids the link of the flow that held them before. The time of
   * the start decides between flows that meet: a repeated try never takes back what a later flow holds.
   */
  async reserveAccount({ contract, hidesMatch }: Match): Promise<void> {
    const { flowId, application, locale } = this.input;
    const request = { flowId, application, contract, locale, now: this.startedAt };
    const reservation = await atOnceOrLater(effects, (at) => at.reserveAccount(request));
    if (reservation.outcome === 'refused') throw new Refused(reservation.refusal, hidesMatch, contract);
    if (reservation.takenOverFrom !== undefined) voidLinkOf(reservation.takenOverFrom);
  }

  async activateFromTheMailbox({ contract, hidesMatch }: Match): Promise<LinkEnding> {
    const { flowId } = this.input;
    const mailbox = new ContractMailbox(this.input, contract);
    const account = {
      proveMailbox: (provenUntil: number) =>
        atOnceOrLater(effects, (at) => at.proveMailbox({ flowId, provenUntil })),
      usePassword: (claimId: string, now: number) =>
        atOnceOrLater(effects, (at) => at.activateAccount({ flowId, claimId, now })),
    };
    if (!hidesMatch) {
      return this.link.untilPasswordIsSet({
        ...account,
        hidesMatch,
        deliver: (mail) => mailbox.sendLink(mail),
        takeResend: (number) => mailbox.takeMail(number),
      });
    }
    await this.neutralMoment();
    return this.link.untilPasswordIsSet({
      ...account,
      ...neutralDelivery((mail) => {
        if (!this.link.isVoid) mailbox.sendLinkQuietly(mail);
      }),
    });
  }

  /** Tells the contract's mailbox that the profile is active: "not you?" A mailbox that refuses changes nothing of that. */
  async notifyTheMailbox({ contract }: Match): Promise<void> {
    try {
      await new ContractMailbox(this.input, contract).sendNotice();
    } catch (error) {
      if (!isPermanent(error, messageRefused)) throw error;
      this.state.deliver('UNDELIVERABLE');
    }
  }

  /** Frees what this flow reserved, nothing else. */
  async end(status: 'EXPIRED' | 'CANCELLED'): Promise<void> {
    await atOnceOrLater(effects, (at) => at.releaseReservation({ flowId: this.input.flowId }));
    this.link.end(status);
  }

  /** A later registration holds the account now; a neutral flow ends as a decoy does. */
  async giveWay({ hidesMatch }: Match): Promise<void> {
    await this.end(hidesMatch ? 'EXPIRED' : 'CANCELLED');
  }

  async refuse({ refusal, hidesMatch, contract }: Refused): Promise<void> {
    if (hidesMatch || refusal.code === 'CONTRACT_DATA_MISMATCH') await this.neutralMoment();
    if (!hidesMatch) {
      this.state.reject(refusal);
      return;
    }
    await this.link.untilPasswordIsSet({
      ...neutralDelivery(({ number }) => {
        if (contract && number === 1) new ContractMailbox(this.input, contract).tellQuietly(refusal);
      }),
      proveMailbox: () => Promise.resolve(false),
      usePassword: () => Promise.resolve({ outcome: 'accountLost' }),
    });
    this.link.end('EXPIRED');
  }

  /** Answers that must tell nothing come at one moment, however long it took to find out. */
  private async neutralMoment(): Promise<void> {
    const left = this.startedAt + neutralMomentMs - Date.now();
    if (left > 0) await sleep(left, { summary: 'an answer that tells nothing waits for its moment' });
  }
}

/** Shows whether the mail server answers, never whether there was a mail. */
function neutralDelivery(beside: (mail: LinkMail) => void) {
  return {
    hidesMatch: true,
    deliver: (mail: LinkMail) => {
      beside(mail);
      return probeMailChannel(mail.whenDelayed);
    },
    takeResend: () => Promise.resolve(null),
  };
}

function voidLinkOf(workflowId: string): void {
  getExternalWorkflowHandle(workflowId)
    .signal(superseded)
    .catch(() => log.info('the flow whose reservation was taken over had ended already'));
}
