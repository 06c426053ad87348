import { workflowInfo } from '@temporalio/workflow';
import type { FlowView } from './contracts/flow';
import type {
  TelcoManagerInvitationEffects,
  TelcoManagerInvitationInput,
  TelcoManagerInvitationMessages,
} from './contracts/telcoManagerInvitation';
import type { FlowState } from './steps/flowState';
import { type LinkEnding, LinkFlow, type LinkMail } from './steps/linkFlow';
import { atOnceOrLater, effectsOf, messagesOf, sendNotices } from './steps/activityCalls';
import { runFlow } from './steps/runFlow';

const effects = effectsOf<TelcoManagerInvitationEffects>();
const messages = messagesOf<TelcoManagerInvitationMessages>();
const flow = 'telcoManagerInvitation';

/**
 * A User Admin invites a Telco Manager. The reader of the mailbox activates the profile and creates its first password; the
 * User Admin never can (rules 15, 18 and 26 of the FAQ).
 */
export function telcoManagerInvitation(input: TelcoManagerInvitationInput): Promise<FlowView> {
  const invitation = new Invitation(input);
  const { activating: activate, resending: resendLink, password: setPassword } = invitation.link;
  return runFlow(flow, invitation, { activate, resendLink, setPassword }, () => invite(invitation));
}

async function invite(invitation: Invitation): Promise<void> {
  if (!(await invitation.reserveProfile())) return;
  const ending = await invitation.activateFromTheMailbox();
  if (ending === 'passwordSet') await invitation.tellOfTheProfile();
  else await invitation.end(ending === 'expired' ? 'EXPIRED' : 'CANCELLED');
}

/** The steps of an invitation, with the state that they share. Who the manager is, activities read from the account. */
class Invitation {
  readonly link: LinkFlow;

  constructor(private readonly input: TelcoManagerInvitationInput) {
    this.link = new LinkFlow(flow, input);
  }

  get state(): FlowState {
    return this.link.state;
  }

  whenSuperseded(): void {
    this.link.void();
  }

  /** @returns false when it was refused */
  async reserveProfile(): Promise<boolean> {
    const request = { ...this.input, now: Date.now() };
    const answer = await atOnceOrLater(effects, (at) => at.reserveManager(request), this.state.waitNoLonger);
    if (answer.outcome === 'refused') this.state.reject(answer.refusal);
    return answer.outcome === 'reserved';
  }

  activateFromTheMailbox(): Promise<LinkEnding> {
    const { flowId } = this.input;
    return this.link.untilPasswordIsSet({
      hidesMatch: false,
      deliver: (mail) => this.sendLink(mail),
      takeResend: (number) => {
        const request = { flowId, number, now: Date.now() };
        return atOnceOrLater(effects, (at) => at.takeInvitationMail(request));
      },
      proveMailbox: (provenUntil) =>
        atOnceOrLater(effects, (at) => at.proveInvitedMailbox({ flowId, provenUntil })),
      usePassword: (claimId, now) =>
        atOnceOrLater(effects, (at) => at.activateManager({ flowId, claimId, now })),
    });
  }

  /** "Not you?", to the manager; and to the User Admin, who knows whether this mailbox was meant. */
  async tellOfTheProfile(): Promise<void> {
    const { flowId, locale, supportReference } = this.input;
    const runId = workflowInfo().firstExecutionRunId;
    await sendNotices({ flow, flowId, runId, locale, supportReference }, this.link.password.notices);
  }

  /** The username stays with the company, which invites again or deletes. */
  async end(status: 'EXPIRED' | 'CANCELLED'): Promise<void> {
    const request = { flowId: this.input.flowId, now: Date.now() };
    await atOnceOrLater(effects, (at) => at.lapseInvitation(request));
    this.link.end(status);
  }

  private async sendLink({ number, expiresAt, whenDelayed }: LinkMail): Promise<void> {
    const { flowId, supportReference } = this.input;
    const mail = { flowId, supportReference, number, expiresAt };
    await atOnceOrLater(messages, (at) => at.sendInvitationMail(mail), whenDelayed);
  }
}
