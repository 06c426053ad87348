import { condition, getExternalWorkflowHandle, log, setHandler, sleep } from '@temporalio/workflow';
import { messageRefused, type FlowView, type Refusal } from '../contracts/flow';
import { superseded, viewFlow } from '../contracts/messages';
import {
  awaitMatch,
  type ContractReference,
  type UserAdminRegistrationInput,
} from '../contracts/userAdminRegistration';
import type { LinkEnding, LinkMail } from '../steps/activationLink';
import { LinkFlowRun } from '../steps/linkFlow';
import { atOnceMs, atOnceOrLater, isPermanent } from '../steps/localThenRegular';
import { ContractMailbox, probeMailChannel } from './contractMailbox';
import { effects } from './ways';

/** When, after the start, an answer comes that must tell nothing: before a start stops waiting for it. */
const neutralMomentMs = 700;

/** A contract that matched in everything; `hidesMatch` when the answer must not tell a match from a mismatch. */
interface Match {
  readonly contract: ContractReference;
  readonly hidesMatch: boolean;
}

/** The flow ends with a refusal, told at once or, past the budget of mismatches, to the contract's mailbox alone. */
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
  private readonly run: LinkFlowRun;
  private readonly startedAt = Date.now();

  constructor(private readonly input: UserAdminRegistrationInput) {
    this.run = new LinkFlowRun('userAdminRegistration', input);
    setHandler(viewFlow, () => this.view());
    setHandler(awaitMatch, async () => {
      const { matchAnswerMs } = input.figures;
      await condition(() => this.run.state.status !== 'VALIDATING', matchAnswerMs - atOnceMs);
      return this.view();
    });
  }

  view(): FlowView {
    return this.run.view();
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
      usePassword: (claimId: string) => {
        const request = { flowId, claimId, now: Date.now() };
        return atOnceOrLater(effects, (at) => at.activateAccount(request));
      },
    };
    if (!hidesMatch) {
      return this.run.link.untilPasswordIsSet({
        ...account,
        hidesMatch,
        deliver: (mail) => mailbox.sendLink(mail),
        takeResend: (number) => mailbox.takeMail(number),
      });
    }
    await this.neutralMoment();
    return this.run.link.untilPasswordIsSet({
      ...account,
      ...neutralDelivery((mail) => {
        if (!this.run.link.isVoid) mailbox.sendLinkQuietly(mail);
      }),
    });
  }

  /** Tells the contract's mailbox that the profile is active: "not you?" A mailbox that refuses changes nothing of that. */
  async notifyTheMailbox({ contract }: Match): Promise<void> {
    try {
      await new ContractMailbox(this.input, contract).sendNotice();
    } catch (error) {
      if (!isPermanent(error, messageRefused)) throw error;
      this.run.state.deliver('UNDELIVERABLE');
    }
  }

  /** Frees what this flow reserved, nothing else. */
  async end(status: 'EXPIRED' | 'CANCELLED'): Promise<void> {
    await atOnceOrLater(effects, (at) => at.releaseReservation({ flowId: this.input.flowId }));
    this.run.end(status);
  }

  /** A later registration holds the account now; a neutral flow ends as a decoy does. */
  async giveWay({ hidesMatch }: Match): Promise<void> {
    await this.end(hidesMatch ? 'EXPIRED' : 'CANCELLED');
  }

  async refuse({ refusal, hidesMatch, contract }: Refused): Promise<void> {
    if (hidesMatch || refusal.code === 'CONTRACT_DATA_MISMATCH') await this.neutralMoment();
    if (!hidesMatch) {
      this.run.state.reject(refusal);
      return;
    }
    await this.run.link.untilPasswordIsSet({
      ...neutralDelivery(({ number }) => {
        if (contract && number === 1) new ContractMailbox(this.input, contract).tellQuietly(refusal);
      }),
      proveMailbox: () => Promise.resolve(false),
      usePassword: () => Promise.resolve('reservationLost'),
    });
    this.run.end('EXPIRED');
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
