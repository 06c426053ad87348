import { ApplicationFailure } from '@temporalio/activity';
import type { Mails, RenderedMail } from '../src/messaging/mails';
import type { Texts } from '../src/messaging/texts';
import { messageRefused, workflowIdOf } from '../workflows/contracts/flow';
import type { Notice, NoticeByMail, NoticeByText, NoticeMessages } from '../workflows/contracts/notices';
import { openAddress } from './codes/recipients';
import { handOverMail, handOverText, type MessageSender } from './messages/handOver';
import { mailOfNotice } from './notices/noticeMails';

export type NoticeDependencies = MessageSender & { readonly texts: Texts; readonly mails: Mails };

type NoticesRequest = Parameters<NoticeMessages['sendNotices']>[0];

const textOfWording = {
  employeeRegistered: 'registered',
  passwordChanged: 'passwordChanged',
  accountDeleted: 'accountDeleted',
  lineAssociated: 'lineAssociated',
  lineMoved: 'lineMoved',
  contactChanged: 'contactChanged',
  lineReleased: 'lineReleased',
} as const satisfies Record<NoticeByText['wording'], keyof Texts>;

/** After that the news is old. */
const textLifeMs = 24 * 3_600_000;

export function createNoticeActivities(dependencies: NoticeDependencies): NoticeMessages {
  return { sendNotices: (request) => sendNotices(dependencies, request) };
}

/** Tries every notice, whatever becomes of the others; what its provider refused for good is let go. */
async function sendNotices(dependencies: NoticeDependencies, request: NoticesRequest): Promise<void> {
  const { flow, flowId, runId, notices } = request;
  const workflowId = workflowIdOf(flow, flowId);
  const results = await Promise.allSettled(
    notices.map((notice, index) => {
      const key = `${workflowId}/${notice.wording}-${notice.channel}-${index}/1@${runId}`;
      return sendNotice(dependencies, request, notice, key);
    }),
  );
  const isDelayed = results.some((result) => result.status === 'rejected' && !isRefused(result.reason));
  if (isDelayed) throw ApplicationFailure.retryable('A notice was not taken yet.');
}

async function sendNotice(
  dependencies: NoticeDependencies,
  request: NoticesRequest,
  notice: Notice,
  key: string,
): Promise<void> {
  const to = openAddress(dependencies.serviceKeys, notice.address);
  if (notice.channel === 'mail') {
    await handOverMail(dependencies, { key, to, mail: mailOf(dependencies, request, notice) });
    return;
  }
  const text = textOf(dependencies, request, notice);
  await handOverText(dependencies, { key, to, text, lifeMs: textLifeMs });
}

function textOf(
  { texts }: NoticeDependencies,
  request: NoticesRequest,
  { wording, locale = request.locale }: NoticeByText,
): string {
  return texts[textOfWording[wording]]({ locale });
}

function mailOf(
  { mails, serviceKeys }: NoticeDependencies,
  request: NoticesRequest,
  notice: NoticeByMail,
): RenderedMail {
  const { locale = request.locale } = notice;
  const about = { locale, supportReference: request.supportReference };
  const opened = (sealed: string) => openAddress(serviceKeys, sealed);
  return mailOfNotice({ mails, about, opened }, notice);
}

function isRefused(failure: unknown): boolean {
  return failure instanceof ApplicationFailure && failure.type === messageRefused;
}
