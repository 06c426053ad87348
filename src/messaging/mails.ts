import type { MailMessage } from './channel';
import { mailStyles } from './mailStyles';
import { mailSubjects } from './mailSubjects';
import {
  inItalianTime,
  loadMailTemplates,
  minutesInWords,
  onOneLine,
  type MailTemplates,
  withoutLinks,
} from './mailTemplates';
import type {
  AboutAccount,
  AboutCompany,
  AboutLine,
  AccountDeleted,
  ContactChanged,
  ContactRecovered,
  InvitationUsed,
  CodeMailName,
  LineReleased,
  MailedCode,
  MailName,
  MailValues,
  MailedRecoveryCode,
  TelcoManagerActive,
  TelcoManagerInvitation,
  UserAdminActivation,
  UserAdminRegistered,
  UserAdminRegistrationRefused,
} from './mailValues';

/** A mail as it is written; the sender adds the mailbox and the message's id. */
export type RenderedMail = Pick<MailMessage, 'subject' | 'html' | 'text' | 'language'>;

/** The mails of the service, each a method with the name of what happened. */
export class Mails {
  constructor(private readonly templates: MailTemplates = loadMailTemplates()) {}

  /** To the mailbox of the contract: the link that activates the profile, and its token to paste. */
  userAdminActivation(mail: UserAdminActivation): RenderedMail {
    return this.render('userAdminActivation', printedLink(mail));
  }

  /** To the mailbox that a User Admin wrote: the link that activates the manager's profile, and its token to paste. */
  telcoManagerInvitation({ username, ...mail }: TelcoManagerInvitation): RenderedMail {
    return this.render('telcoManagerInvitation', { ...printedLink(mail), username });
  }

  /** To a Telco Manager, once the password is set: "not you?". */
  telcoManagerActive(mail: TelcoManagerActive): RenderedMail {
    return this.render('telcoManagerActive', mail);
  }

  /** To the User Admin: somebody used the invitation; was this mailbox meant? */
  invitationUsed(mail: InvitationUsed): RenderedMail {
    return this.render('invitationUsed', mail);
  }

  /** To the mailbox of the contract, once the password is set: "not you?". */
  userAdminRegistered(mail: UserAdminRegistered): RenderedMail {
    return this.render('userAdminRegistered', mail);
  }

  /** To the mailbox of the contract: why there is no profile, and what to do instead. */
  userAdminRegistrationRefused(mail: UserAdminRegistrationRefused): RenderedMail {
    return this.render('userAdminRegistrationRefused', mail);
  }

  /** To the mailbox that an employee with a data-only SIM typed, after the PUK. */
  registrationCode(mail: MailedCode): RenderedMail {
    return this.renderCode('registrationCode', mail);
  }

  /** As `registrationCode`, where the line has an account: recover it, or have it closed by the code. */
  takeoverCode(mail: MailedCode): RenderedMail {
    return this.renderCode('takeoverCode', mail);
  }

  /** To the mailbox of a User Admin or an employee: the code that allows a new password. */
  recoveryCode(mail: MailedRecoveryCode): RenderedMail {
    return this.renderCode('recoveryCode', mail);
  }

  /** To the mailbox that an employee typed, which nobody may have verified: the line has an account, "not you?". */
  employeeRegistered(mail: AboutLine): RenderedMail {
    return this.render('employeeRegistered', mail);
  }

  /** To the mailbox of an account: its password is another one, "not you?". */
  passwordChanged(mail: AboutAccount): RenderedMail {
    return this.render('passwordChanged', mail);
  }

  /** To the mailbox of the account that a line had before somebody else registered it. */
  accountClosed(mail: AboutLine): RenderedMail {
    return this.render('accountClosed', mail);
  }

  /** To the mailbox of an account that a data-only SIM is being added to, after the PUK. */
  simCode(mail: MailedCode): RenderedMail {
    return this.renderCode('simCode', mail);
  }

  /** As `simCode`, where the line has another account: the code moves it. */
  simTakeoverCode(mail: MailedCode): RenderedMail {
    return this.renderCode('simTakeoverCode', mail);
  }

  /** To the mailbox of an account that has a second line now: "not you?". */
  lineAssociated(mail: AboutLine): RenderedMail {
    return this.render('lineAssociated', mail);
  }

  /** To the mailbox of an account whose line is another account's now. */
  lineMoved(mail: AboutLine): RenderedMail {
    return this.render('lineMoved', mail);
  }

  /** To a mailbox that somebody wants to use for an account, and whose owner may know nothing of it. */
  contactCode(mail: MailedCode): RenderedMail {
    return this.renderCode('contactCode', mail);
  }

  /** To the mailbox of an account: the code beside the password, from a device that is new to it. */
  signInCode(mail: MailedCode): RenderedMail {
    return this.renderCode('signInCode', mail);
  }

  /** To the former mailbox, or to the mailbox of an account with another mobile: "not you?". */
  contactChanged(mail: ContactChanged): RenderedMail {
    return this.render('contactChanged', mail);
  }

  /** To a former mailbox: the new one recovered the password; the link undoes it. */
  contactRecovered(mail: ContactRecovered): RenderedMail {
    return this.render('contactRecovered', mail);
  }

  /** To a Telco Manager who asked for a recovery: only the User Admin can help, by a new profile. */
  askUserAdmin(mail: AboutAccount): RenderedMail {
    return this.render('askUserAdmin', mail);
  }

  /** To every mailbox known of an account: it is gone, why, and what stays. */
  accountDeleted(mail: AccountDeleted): RenderedMail {
    return this.render('accountDeleted', mail);
  }

  /** To the mailbox of the contract: the support desk revoked the User Admin, and another may be registered. */
  userAdminRevoked(mail: AboutCompany): RenderedMail {
    return this.render('userAdminRevoked', mail);
  }

  /** To the mailbox of an account that has a line less, or ended with it: why, and what holds from now on. */
  lineReleased(mail: LineReleased): RenderedMail {
    return this.render('lineReleased', mail);
  }

  /** To the administrator who freed a line of the company. */
  lineFreed(mail: AboutLine): RenderedMail {
    return this.render('lineFreed', mail);
  }

  /** To the mailbox that the contract has now: who administers the company's Selfcare, and which number to call if that is wrong. */
  representativeChanged(mail: UserAdminRegistered): RenderedMail {
    return this.render('representativeChanged', mail);
  }

  private renderCode(name: CodeMailName, { lifeMinutes, ...mail }: MailedRecoveryCode): RenderedMail {
    return this.render(name, { ...mail, codeLife: minutesInWords(lifeMinutes, mail.locale) });
  }

  private render<Name extends MailName>(name: Name, mail: MailValues[Name]): RenderedMail {
    const { locale } = mail;
    const values = linesOf(mail);
    const company = 'companyName' in mail ? onOneLine(mail.companyName) : '';
    const subject = mailSubjects[name][locale].replace('{company}', () => company);
    const template = `@${name}.${locale}`;
    return {
      subject,
      html: this.templates.html.render(`${template}.html`, { ...values, subject, style: mailStyles }),
      text: this.templates.text.render(`${template}.text`, values),
      language: locale,
    };
  }
}

/** Values that people or the records give. */
const givenNames: readonly string[] = ['companyName', 'firstName', 'managerName'];

/** The values of a mail, each text on one line, names without links; one that is absent may be asked for with `if`. */
function linesOf(mail: MailValues[MailName]): object {
  const lines = Object.entries<unknown>({ ...mail }).map(([name, value]) => {
    if (typeof value !== 'string') return [name, value] as const;
    const line = onOneLine(value);
    return [name, givenNames.includes(name) ? withoutLinks(line) : line] as const;
  });
  return Object.fromEntries(lines);
}

function printedLink({ expiresAt, ...mail }: UserAdminActivation) {
  const page = mail.link.replace(/#.*$/s, '');
  return { ...mail, page, worksUntil: inItalianTime(expiresAt, mail.locale) };
}
