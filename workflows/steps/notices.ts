import type { FlowName, Locale } from '../contracts/flow';
import type { Notice, NoticeMessages } from '../contracts/notices';
import { atOnceOrLater, messagesOf } from './patience';

const messages = messagesOf<NoticeMessages>();

/** Tells people what happened, however long that takes; whom nothing reaches holds up nobody else. */
export async function sendNotices(
  about: {
    readonly flow: FlowName;
    readonly flowId: string;
    readonly locale: Locale;
    readonly supportReference: string;
  },
  notices: readonly Notice[],
): Promise<void> {
  if (notices.length === 0) return;
  const { flow, flowId, locale, supportReference } = about;
  const request = { flow, flowId, locale, supportReference, notices };
  await atOnceOrLater(messages, (at) => at.sendNotices(request));
}
