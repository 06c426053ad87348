import type { FlowName, Locale } from './flow';
import type { MessageChannel } from './codes';

export const noticeWordings = ['employeeRegistered', 'accountClosed', 'passwordChanged'] as const;
export type NoticeWording = (typeof noticeWordings)[number];

/** A message that tells somebody what happened; the flow does not wait for its answer. */
export interface Notice {
  readonly wording: NoticeWording;
  readonly channel: MessageChannel;
  /** MSISDN or mailbox, sealed. */
  readonly address: string;
  /** MSISDN that a mail shows masked; sealed. */
  readonly line?: string;
}

export interface NoticeMessages {
  /** Each notice once, by a send record of its own; one that its provider refuses for good holds up no other. */
  sendNotices(request: {
    readonly flow: FlowName;
    readonly flowId: string;
    readonly locale: Locale;
    readonly supportReference: string;
    readonly notices: readonly Notice[];
  }): Promise<void>;
}
