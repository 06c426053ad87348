import type { Locale, RefusalCode } from '../../workflows/contracts/flow';
import type { MailMessage } from './channel';
import { mailStyles } from './mailStyles';
import { loadMailTemplates, type MailTemplates } from './mailTemplates';

/** A mail as it is written; the sender adds the mailbox and the message's id. */
export type RenderedMail = Pick<MailMessage, 'subject' | 'html' | 'text' | 'language'>;

interface AboutRegistration {
  readonly companyName: string;
  /** Of the legal representative, as in the contract. */
  readonly firstName: string;
  readonly locale: Locale;
  readonly supportReference: string;
}

export interface UserAdminActivation extends AboutRegistration {
  /** Address of the activation page with the token in its fragment. */
  readonly link: string;
  readonly token: string;
  readonly expiresAt: Date;
}

export interface UserAdminRegistered extends AboutRegistration {
  /** Enough of the username to recognise it by. */
  readonly maskedUsername: string;
}

/** Refusals that follow a full match of the contract data, and may therefore be told by mail. */
export const mailedRefusals = [
  'VAT_ALREADY_SERVED',
  'LARGE_COMPANY',
  'NO_ELIGIBLE_OFFER',
  'USERNAME_TAKEN',
] as const satisfies readonly RefusalCode[];

export interface UserAdminRegistrationRefused extends AboutRegistration {
  readonly reason: (typeof mailedRefusals)[number];
}

export const mailNames = [
  'userAdminActivation',
  'userAdminRegistered',
  'userAdminRegistrationRefused',
] as const;
type MailName = (typeof mailNames)[number];

const subjects: Record<MailName, Record<Locale, (companyName: string) => string>> = {
  userAdminActivation: {
    it: (companyName) => `Attiva il profilo User Admin di ${companyName}`,
    en: (companyName) => `Activate the User Admin profile of ${companyName}`,
  },
  userAdminRegistered: {
    it: (companyName) => `Il profilo User Admin di ${companyName} è attivo`,
    en: (companyName) => `The User Admin profile of ${companyName} is active`,
  },
  userAdminRegistrationRefused: {
    it: (companyName) => `Registrazione non completata per ${companyName}`,
    en: (companyName) => `Registration not completed for ${companyName}`,
  },
};

/** The mails of the service, each a method with the name of what happened. */
export class Mails {
  constructor(private readonly templates: MailTemplates = loadMailTemplates()) {}

  /** To the mailbox of the contract: the link that activates the profile, and its token to paste. */
  userAdminActivation({ expiresAt, ...mail }: UserAdminActivation): RenderedMail {
    const page = mail.link.replace(/#.*$/s, '');
    return this.render('userAdminActivation', {
      ...mail,
      page,
      worksUntil: inItalianTime(expiresAt, mail.locale),
    });
  }

  /** To the mailbox of the contract, once the password is set: "not you?". */
  userAdminRegistered(mail: UserAdminRegistered): RenderedMail {
    return this.render('userAdminRegistered', { ...mail });
  }

  /** To the mailbox of the contract: why there is no profile, and what to do instead. */
  userAdminRegistrationRefused(mail: UserAdminRegistrationRefused): RenderedMail {
    return this.render('userAdminRegistrationRefused', { ...mail });
  }

  private render(
    name: MailName,
    mail: Record<string, string> & Pick<AboutRegistration, 'companyName' | 'locale'>,
  ) {
    const values = Object.fromEntries(Object.entries(mail).map(([key, value]) => [key, onOneLine(value)]));
    const subject = subjects[name][mail.locale](onOneLine(mail.companyName));
    const template = `@${name}.${mail.locale}`;
    return {
      subject,
      html: this.templates.html.render(`${template}.html`, { ...values, subject, style: mailStyles }),
      text: this.templates.text.render(`${template}.text`, values),
      language: mail.locale,
    };
  }
}

/** Control and invisible formatting characters, line breaks among them, could add lines or turn text around. */
function onOneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}

const dateLocales: Record<Locale, string> = { it: 'it-IT', en: 'en-GB' };

/** Day and minute as the clock in Italy shows them, in words of the language. */
function inItalianTime(time: Date, locale: Locale): string {
  return new Intl.DateTimeFormat(dateLocales[locale], {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: 'Europe/Rome',
  }).format(time);
}
