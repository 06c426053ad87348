import type { Mails, RenderedMail } from '../../src/messaging/mails';
import type { Locale } from '../../workflows/contracts/flow';
import type { NoticeByMail } from '../../workflows/contracts/notices';
import { masked, maskedAccountName } from '../../workflows/domain/masking';

export interface NoticeWriter {
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
export function mailOfNotice(writer: NoticeWriter, notice: NoticeByMail): RenderedMail {
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
