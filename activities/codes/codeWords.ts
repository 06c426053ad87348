import { ApplicationFailure } from '@temporalio/activity';
import type { Mails, RenderedMail } from '../../src/messaging/mails';
import type { Texts } from '../../src/messaging/texts';
import type { CodeWording, Recipient } from '../../workflows/contracts/codes';
import { messageRefused, type Locale } from '../../workflows/contracts/flow';

/** What the messages of a code flow say. */
export interface CodeWords {
  readonly locale: Locale;
  readonly supportReference: string;
  readonly code: string;
  readonly lifeMinutes: number;
  /** Words of a client of the one-time password API. */
  readonly template: string;
}

/** The text message of a wording. */
export function textOf(texts: Texts, wording: Recipient['wording'], words: CodeWords): string {
  const { code, template } = words;
  switch (wording) {
    case 'clientTemplate':
      return texts.camara({ message: template, code });
    case 'askUserAdmin':
      throw withoutWords(wording);
    case 'registrationCode':
    case 'takeoverCode':
    case 'recoveryCode':
    case 'simCode':
    case 'simTakeoverCode':
    case 'contactCode':
    case 'otherPortal':
    case 'otherCompany':
    case 'dataOnlyLine':
    case 'voiceLine':
      return texts[wording](words);
  }
}

/** The mail of a wording. */
export function mailOf(mails: Mails, wording: Recipient['wording'], words: CodeWords): RenderedMail {
  const { locale, supportReference, code, lifeMinutes } = words;
  switch (wording) {
    case 'registrationCode':
    case 'takeoverCode':
    case 'recoveryCode':
    case 'simCode':
    case 'simTakeoverCode':
    case 'contactCode':
      return mails[wording]({ locale, supportReference, code, lifeMinutes });
    case 'askUserAdmin':
      return mails.askUserAdmin({ locale, supportReference });
    case 'clientTemplate':
    case 'otherPortal':
    case 'otherCompany':
    case 'dataOnlyLine':
    case 'voiceLine':
      throw withoutWords(wording);
  }
}

function withoutWords(wording: CodeWording): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`"${wording}" has no words for this channel.`, messageRefused);
}
