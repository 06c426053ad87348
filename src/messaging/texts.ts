import { locales, type Locale } from '../../workflows/contracts/flow';
import { loadMailTemplates, minutesInWords, type MailTemplates } from './mailTemplates';
import type { MailedCode } from './mailValues';
import { segmentsOf } from './smppProtocol';

const namesWithCode = [
  'registrationCode',
  'takeoverCode',
  'recoveryCode',
  'simCode',
  'simTakeoverCode',
  'contactCode',
  'signInCode',
] as const;
const namesWithoutCode = [
  'otherPortal',
  'dataOnlyLine',
  'voiceLine',
  'registered',
  'passwordChanged',
  'otherCompany',
  'lineAssociated',
  'lineMoved',
  'contactChanged',
  'accountDeleted',
  'lineReleased',
] as const;
export const textNames = [...namesWithCode, ...namesWithoutCode, 'contactRecovered'] as const;

/** Values of the templates of text messages with a code, and of those without. */
interface PrintedTextCode {
  readonly code: string;
  /** In words of the language. */
  readonly codeLife: string;
  /** That the code is for. */
  readonly host: string;
}
type TextValues = Readonly<Record<(typeof namesWithCode)[number], PrintedTextCode>> &
  Readonly<Record<(typeof namesWithoutCode)[number], Record<string, never>>> & {
    readonly contactRecovered: { readonly link: string };
  };
type TextName = keyof TextValues;

interface AboutText {
  readonly locale: Locale;
}

type TextedCode = Pick<MailedCode, 'locale' | 'code' | 'lifeMinutes'>;

const codeOfSixDigits = '000000';
const longLifeMinutes = 999;

/**
 * The text messages of the service, each a method with the name of what it is about. Each is one segment of the GSM
 * alphabet, and holds neither name nor address, nor a link but the one that undoes a recovery. One with a code ends in the line that lets a browser or phone
 * fill it in on this site's pages and nowhere else (WICG, Origin-bound one-time codes delivered via SMS).
 */
export class Texts {
  /** Without a port: the line names a host only. */
  private readonly host: string;

  /** @throws Error where the host of PUBLIC_BASE_URL is too long for a segment. */
  constructor(
    publicBaseUrl: string,
    private readonly templates: MailTemplates = loadMailTemplates(),
  ) {
    this.host = new URL(publicBaseUrl).hostname;
    this.refuseLongHost();
  }

  /** To a line that an employee registers. */
  registrationCode(text: TextedCode): string {
    return this.renderCode('registrationCode', text);
  }

  /** As `registrationCode`, where the line has an account: recover it, or have it closed by the code. */
  takeoverCode(text: TextedCode): string {
    return this.renderCode('takeoverCode', text);
  }

  /** To the line of an account: the code that allows a new password. */
  recoveryCode(text: TextedCode): string {
    return this.renderCode('recoveryCode', text);
  }

  /** To a second line, which is being added to an account. */
  simCode(text: TextedCode): string {
    return this.renderCode('simCode', text);
  }

  /** As `simCode`, where the line has another account: the code moves it. */
  simTakeoverCode(text: TextedCode): string {
    return this.renderCode('simTakeoverCode', text);
  }

  /** To a mobile that somebody wants to use for an account. */
  contactCode(text: TextedCode): string {
    return this.renderCode('contactCode', text);
  }

  /** To the line of an account: the code beside the password, from a device that is new to it. */
  signInCode(text: TextedCode): string {
    return this.renderCode('signInCode', text);
  }

  /** To a line that somebody wants to register and whose company Wind eCare serves. */
  otherPortal(text: AboutText): string {
    return this.renderNotice('otherPortal', text);
  }

  /** To a line that was declared a voice line: its SIM is data-only. */
  dataOnlyLine(text: AboutText): string {
    return this.renderNotice('dataOnlyLine', text);
  }

  /** To a line that was declared data-only: it is a voice line. */
  voiceLine(text: AboutText): string {
    return this.renderNotice('voiceLine', text);
  }

  /** To a line that somebody wants to add to an account of another company. */
  otherCompany(text: AboutText): string {
    return this.renderNotice('otherCompany', text);
  }

  /** To the lines of an account that has a second one now: "not you?". */
  lineAssociated(text: AboutText): string {
    return this.renderNotice('lineAssociated', text);
  }

  /** To the line that is left to an account, another of whose lines is another account's now. */
  lineMoved(text: AboutText): string {
    return this.renderNotice('lineMoved', text);
  }

  /** To the former mobile, or to the mobile of an account with another mailbox: "not you?". */
  contactChanged(text: AboutText): string {
    return this.renderNotice('contactChanged', text);
  }

  /** To a former mobile: the new one recovered the password; the link undoes it. */
  contactRecovered({ locale, link }: AboutText & { readonly link: string }): string {
    return this.render('contactRecovered', locale, { link });
  }

  /** To a line that has an account now: "not you?". */
  registered(text: AboutText): string {
    return this.renderNotice('registered', text);
  }

  /** To the line of an account: its password is another one, "not you?". */
  passwordChanged(text: AboutText): string {
    return this.renderNotice('passwordChanged', text);
  }

  /** To the lines of an account that is gone: "did you expect it?". */
  accountDeleted(text: AboutText): string {
    return this.renderNotice('accountDeleted', text);
  }

  /** To the lines of an account that has one line less: "did you expect it?". */
  lineReleased(text: AboutText): string {
    return this.renderNotice('lineReleased', text);
  }

  /** The words of a client of the one-time password API, with the code for every `{{code}}` and nothing else changed. */
  camara({ message, code }: { readonly message: string; readonly code: string }): string {
    return message.split('{{code}}').join(code);
  }

  private renderCode(
    name: (typeof namesWithCode)[number],
    { code, lifeMinutes, locale }: TextedCode,
  ): string {
    const codeLife = minutesInWords(lifeMinutes, locale);
    return this.render(name, locale, { code, codeLife, host: this.host });
  }

  private renderNotice(name: (typeof namesWithoutCode)[number], { locale }: AboutText): string {
    return this.render(name, locale, {});
  }

  private render<Name extends TextName>(name: Name, locale: Locale, values: TextValues[Name]): string {
    return this.templates.sms.render(`@${name}.${locale}.sms`, values).trim();
  }

  private refuseLongHost(): void {
    const longest = { code: codeOfSixDigits, lifeMinutes: longLifeMinutes };
    for (const locale of locales) {
      const tooLong = namesWithCode.find(
        (name) => !isOneSegment(this.renderCode(name, { ...longest, locale })),
      );
      if (!tooLong) continue;
      throw new Error(
        `With the host of PUBLIC_BASE_URL the text message ${tooLong} (${locale}) is longer than a segment: set an address whose host has at most 40 characters.`,
      );
    }
  }
}

function isOneSegment(text: string): boolean {
  const { alphabet, segments } = segmentsOf(text);
  return alphabet === 'GSM-7' && segments.length === 1;
}
