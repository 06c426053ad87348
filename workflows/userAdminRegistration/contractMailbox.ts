import { isCancellation } from '@temporalio/workflow';
import { messageRefused, type Refusal } from '../contracts/flow';
import {
  refusalsToldByMail,
  type ContractReference,
  type MailRequest,
  type UserAdminRegistrationEffects,
  type UserAdminRegistrationInput,
  type UserAdminRegistrationMessages,
} from '../contracts/userAdminRegistration';
import type { LinkMail } from '../steps/linkFlow';
import { atOnceOrLater, effectsOf, isPermanent, messagesOf } from '../steps/activityCalls';

export const effects = effectsOf<UserAdminRegistrationEffects>();
const messages = messagesOf<UserAdminRegistrationMessages>();

/** The mailbox that the matching contract names: the only one that the flow writes to. */
export class ContractMailbox {
  constructor(
    private readonly input: UserAdminRegistrationInput,
    private readonly contract: ContractReference,
  ) {}

  async sendLink({ number, expiresAt, whenDelayed }: LinkMail): Promise<void> {
    const mail = { ...this.mail(number), expiresAt };
    await atOnceOrLater(messages, (at) => at.sendActivationMail(mail), whenDelayed);
  }

  /** Sends the link where nobody may see how it fares. */
  sendLinkQuietly(link: LinkMail): void {
    quietly(async () => {
      if ((await this.takeMail(link.number)) !== null) return;
      await this.sendLink({ ...link, whenDelayed: () => undefined });
    });
  }

  /** Tells why there will be no link, where the answer must not; once, and within the mailbox's limit. */
  tellQuietly(refusal: Refusal): void {
    const reason = refusalsToldByMail.find((code) => code === refusal.code);
    if (!reason) return;
    quietly(async () => {
      if ((await this.takeMail(1)) !== null) return;
      await atOnceOrLater(messages, (at) => at.sendRefusalMail({ ...this.mail(1), reason }));
    });
  }

  async sendNotice(): Promise<void> {
    await atOnceOrLater(messages, (at) => at.sendRegisteredNotice(this.mail(1)));
  }

  /** Takes one mail from the mailbox's limit; null when it may go out. */
  takeMail(number: number): Promise<Refusal | null> {
    const request = { flowId: this.input.flowId, contract: this.contract, number, now: Date.now() };
    return atOnceOrLater(effects, (at) => at.takeActivationMail(request));
  }

  private mail(number: number): MailRequest {
    const { flowId, application, locale, supportReference } = this.input;
    return { flowId, application, contract: this.contract, locale, supportReference, number };
  }
}

/** Whether the mail server answers: what a neutral flow shows in place of how its mail fares. */
export async function probeMailChannel(whenDelayed: () => void): Promise<void> {
  await atOnceOrLater(messages, (at) => at.probeMailChannel(), whenDelayed);
}

function quietly(send: () => Promise<void>): void {
  send().catch((error: unknown) => {
    if (!isCancellation(error) && !isPermanent(error, messageRefused)) throw error;
  });
}
