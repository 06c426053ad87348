import { workflowInfo } from '@temporalio/workflow';
import type { FlowView } from '../contracts/flow';
import type { AccountActivation } from '../contracts/links';
import type { Notice } from '../contracts/notices';
import type {
  TelcoManagerInvitationEffects,
  TelcoManagerInvitationInput,
  TelcoManagerInvitationMessages,
} from '../contracts/telcoManagerInvitation';
import type { LinkEnding, LinkMail } from '../steps/activationLink';
import { LinkFlowRun } from '../steps/linkFlow';
import { sendNotices } from '../steps/notices';
import { atOnceOrLater, effectsOf, messagesOf } from '../steps/localThenRegular';
import { StartAnswer } from '../steps/startAnswer';

const effects = effectsOf<TelcoManagerInvitationEffects>();
const messages = messagesOf<TelcoManagerInvitationMessages>();
const flow = 'telcoManagerInvitation';

/** The steps of an invitation, with the state that they share. Who the manager is, activities read from the account. */
export class Invitation {
  private readonly run: LinkFlowRun;
  private readonly start: StartAnswer;
  private notices: readonly Notice[] = [];

  constructor(private readonly input: TelcoManagerInvitationInput) {
    this.run = new LinkFlowRun(flow, input);
    this.start = new StartAnswer(this.run.state);
  }

  view(): FlowView {
    return this.run.view();
  }

  /** @returns false when it was refused */
  async reserveProfile(): Promise<boolean> {
    const request = { ...this.input, now: Date.now() };
    const answer = await atOnceOrLater(effects, (at) => at.reserveManager(request), this.start.waitNoLonger);
    if (answer.outcome === 'refused') this.run.state.reject(answer.refusal);
    return answer.outcome === 'reserved';
  }

  activateFromTheMailbox(): Promise<LinkEnding> {
    const { flowId } = this.input;
    return this.run.link.untilPasswordIsSet({
      hidesMatch: false,
      deliver: (mail) => this.sendLink(mail),
      takeResend: (number) => {
        const request = { flowId, number, now: Date.now() };
        return atOnceOrLater(effects, (at) => at.takeInvitationMail(request));
      },
      proveMailbox: (provenUntil) =>
        atOnceOrLater(effects, (at) => at.proveInvitedMailbox({ flowId, provenUntil })),
      usePassword: (claimId) => this.usePassword(claimId),
    });
  }

  /** "Not you?", to the manager; and to the User Admin, who knows whether this mailbox was meant. */
  async tellOfTheProfile(): Promise<void> {
    const { flowId, locale, supportReference } = this.input;
    const runId = workflowInfo().firstExecutionRunId;
    await sendNotices({ flow, flowId, runId, locale, supportReference }, this.notices);
  }

  /** The username stays with the company, which invites again or deletes. */
  async end(status: 'EXPIRED' | 'CANCELLED'): Promise<void> {
    const request = { flowId: this.input.flowId, now: Date.now() };
    await atOnceOrLater(effects, (at) => at.lapseInvitation(request));
    this.run.end(status);
  }

  private async sendLink({ number, expiresAt, whenDelayed }: LinkMail): Promise<void> {
    const { flowId, supportReference } = this.input;
    const mail = { flowId, supportReference, number, expiresAt };
    await atOnceOrLater(messages, (at) => at.sendInvitationMail(mail), whenDelayed);
  }

  private async usePassword(claimId: string): Promise<AccountActivation> {
    const request = { flowId: this.input.flowId, claimId, now: Date.now() };
    const answer = await atOnceOrLater(effects, (at) => at.activateManager(request));
    if (answer.outcome === 'activated') this.notices = answer.notices;
    return answer.outcome;
  }
}
