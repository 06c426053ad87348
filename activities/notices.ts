import { ApplicationFailure } from '@temporalio/activity';
import type { Mails, RenderedMail } from '../src/messaging/mails';
import type { Acceptance } from '../src/messaging/sendRecords';
import type { Texts } from '../src/messaging/texts';
import type { ContactChannel } from '../workflows/contracts/channels';
import { messageRefused, workflowIdOf, type Locale } from '../workflows/contracts/flow';
import type { Notice, NoticeByMail, NoticeByText, NoticeMessages } from '../workflows/contracts/notices';
import { handOverMail, handOverText, openAddress, type MessageSender } from './messages';
import { masked, maskedAccountName } from '../src/identifiers/typedText';

export type NoticeDependencies = MessageSender & { readonly texts: Texts; readonly mails: Mails };

type NoticesRequest = Parameters<NoticeMessages['sendNotices']>[0];

export function createNoticeActivities(dependencies: NoticeDependencies): NoticeMessages {
  return { sendNotices: (request) => sendNotices(dependencies, request) };
}

/** Tries every notice, even when others fail; one that its provider refused for good is dropped. */
async function sendNotices(dependencies: NoticeDependencies, request: NoticesRequest): Promise<void> {
  const { flow, flowId, runId, notices } = request;
  const workflowId = workflowIdOf(flow, flowId);
  const results = await Promise.allSettled(
    notices.map((notice, index) => {
      const key = `${workflowId}/${notice.wording}-${notice.channel}-${index}/1@${runId}`;
      const to = openAddress(dependencies.serviceKeys, notice.address);
      return handOver(notice.channel, dependencies, notice, { request, key, to });
    }),
  );
  const isDelayed = results.some((result) => result.status === 'rejected' && !isRefused(result.reason));
  if (isDelayed) throw ApplicationFailure.retryable('A notice was not taken yet.');
}

type NoticeOn<Channel extends ContactChannel> = {
  [Each in ContactChannel]: Extract<Notice, { channel: Each }>;
}[Channel];

interface Told {
  readonly request: NoticesRequest;
  /** Of its send record. */
  readonly key: string;
  readonly to: string;
}

type NoticeChannels = {
  readonly [Channel in ContactChannel]: (
    dependencies: NoticeDependencies,
    notice: NoticeOn<Channel>,
    told: Told,
  ) => Promise<Acceptance>;
};

/** A text message lives so long: after that the news is old. */
const textLifeMs = 24 * 3_600_000;

/** Writes a notice for its channel, and hands it over once for its key. */
const noticeChannels: NoticeChannels = {
  sms: (dependencies, notice, { request, key, to }) => {
    const text = textOf(dependencies, request, notice);
    return handOverText(dependencies, { key, to, text, lifeMs: textLifeMs });
  },
  mail: (dependencies, notice, { request, key, to }) =>
    handOverMail(dependencies, { key, to, mail: mailOf(dependencies, request, notice) }),
};

function handOver<Channel extends ContactChannel>(
  channel: Channel,
  dependencies: NoticeDependencies,
  notice: NoticeOn<Channel>,
  told: Told,
): Promise<Acceptance> {
  return noticeChannels[channel](dependencies, notice, told);
}

const textOfWording = {
  employeeRegistered: 'registered',
  passwordChanged: 'passwordChanged',
  accountDeleted: 'accountDeleted',
  lineAssociated: 'lineAssociated',
  lineMoved: 'lineMoved',
  contactChanged: 'contactChanged',
  lineReleased: 'lineReleased',
} as const satisfies Record<Exclude<NoticeByText['wording'], 'contactRecovered'>, keyof Texts>;

function textOf(
  { texts, serviceKeys }: NoticeDependencies,
  request: NoticesRequest,
  notice: NoticeByText,
): string {
  const { locale = request.locale } = notice;
  if (notice.wording === 'contactRecovered')
    return texts.contactRecovered({ locale, link: openAddress(serviceKeys, notice.link) });
  return texts[textOfWording[notice.wording]]({ locale });
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

interface NoticeWriter {
  readonly mails: Mails;
  readonly about: { readonly locale: Locale; readonly supportReference: string };
  /** Opens what a notice holds sealed. */
  readonly opened: (sealed: string) => string;
}

type AboutCompany = Extract<
  NoticeByMail,
  { wording: 'telcoManagerActive' | 'invitationUsed' | 'representativeChanged' | 'userAdminRevoked' }
>;

/** The mail of a notice: numbers and usernames masked, names in full. */
function mailOfNotice(writer: NoticeWriter, notice: NoticeByMail): RenderedMail {
  const { mails, about, opened } = writer;
  switch (notice.wording) {
    case 'passwordChanged':
      return mails.passwordChanged(about);
    case 'employeeRegistered':
    case 'accountClosed':
    case 'lineAssociated':
    case 'lineMoved':
    case 'lineFreed':
      return mails[notice.wording]({ ...about, maskedLine: masked(opened(notice.line)) });
    case 'lineReleased': {
      const { reason, ending, line, username } = notice;
      const renamed = username === undefined ? {} : { maskedUsername: maskedAccountName(opened(username)) };
      return mails.lineReleased({ ...about, reason, ending, maskedLine: masked(opened(line)), ...renamed });
    }
    case 'contactChanged': {
      const { contact, name } = notice;
      return mails.contactChanged({ ...about, contact, maskedUsername: maskedAccountName(opened(name)) });
    }
    case 'contactRecovered': {
      const maskedUsername = maskedAccountName(opened(notice.name));
      return mails.contactRecovered({ ...about, maskedUsername, link: opened(notice.link) });
    }
    case 'accountDeleted': {
      const { reason, name } = notice;
      return mails.accountDeleted({ ...about, reason, maskedName: maskedAccountName(opened(name)) });
    }
    case 'telcoManagerActive':
    case 'invitationUsed':
    case 'representativeChanged':
    case 'userAdminRevoked':
      return mailAboutCompany(writer, notice);
  }
}

function mailAboutCompany({ mails, about, opened }: NoticeWriter, notice: AboutCompany): RenderedMail {
  switch (notice.wording) {
    case 'telcoManagerActive':
      return mails.telcoManagerActive({ ...about, maskedUsername: maskedAccountName(opened(notice.name)) });
    case 'invitationUsed': {
      const maskedUsername = maskedAccountName(opened(notice.name));
      return mails.invitationUsed({ ...about, maskedUsername, managerName: opened(notice.person) });
    }
    case 'representativeChanged': {
      const maskedUsername = maskedAccountName(opened(notice.name));
      return mails.representativeChanged({ ...about, ...namesOf(notice, opened), maskedUsername });
    }
    case 'userAdminRevoked':
      return mails.userAdminRevoked({ ...about, ...namesOf(notice, opened) });
  }
}

function namesOf(
  { company, firstName }: Extract<AboutCompany, { company: string }>,
  opened: NoticeWriter['opened'],
) {
  return { companyName: opened(company), firstName: opened(firstName) };
}
