import { recoveryChannels } from '../../routes/passwordRecovery';
import type { MessageChannel } from '../../../workflows/contracts/channels';
import type { Locale } from '../../../workflows/contracts/flow';

/** What pages say of a channel. */
interface ChannelWords {
  /** A message by it, in a list of several. */
  readonly message: string;
  /** How long its code lives, in a list of several. */
  readonly life: string;
  /** A line is to be proved and its code is under way; where it goes stands after it. */
  readonly codeUnderWay: string;
  /** What to check when no message came by it. */
  readonly whereToLook: string;
  /** The same where the page does not know the channel. */
  readonly whereToLookIfAwaited: string;
}

export const channelWords: Readonly<Record<Locale, Readonly<Record<MessageChannel, ChannelWords>>>> = {
  it: {
    sms: {
      message: 'un SMS',
      life: '{minutes} minuti per SMS',
      codeUnderWay: 'Se i dati sono corretti, tra poco arriva un SMS con il codice alla linea',
      whereToLook: 'Controlla che il telefono sia acceso e abbia campo.',
      whereToLookIfAwaited: 'Se aspetti un SMS, controlla che il telefono sia acceso e abbia campo.',
    },
    mail: {
      message: 'un’email',
      life: '{minutes} per email',
      codeUnderWay: 'Il PUK è corretto: tra poco arriva un’email con il codice a',
      whereToLook: 'Guarda anche nella posta indesiderata.',
      whereToLookIfAwaited: 'Se aspetti un’email, guarda anche nella posta indesiderata.',
    },
  },
  en: {
    sms: {
      message: 'a text message',
      life: '{minutes} minutes by text message',
      codeUnderWay: 'If your details are right, a text message with the code will soon reach the line',
      whereToLook: 'Check that the phone is on and has reception.',
      whereToLookIfAwaited:
        'If you are waiting for a text message, check that the phone is on and has reception.',
    },
    mail: {
      message: 'an e-mail',
      life: '{minutes} by e-mail',
      codeUnderWay: 'The PUK is right: an e-mail with the code will soon reach',
      whereToLook: 'Check your spam folder, too.',
      whereToLookIfAwaited: 'If you are waiting for an e-mail, check your spam folder, too.',
    },
  },
};

/** By which a recovery's code may come: "a text message or an e-mail". */
export function recoveryMessage(locale: Locale): string {
  const messages = recoveryChannels.map((channel) => channelWords[locale][channel].message);
  return new Intl.ListFormat(locale, { type: 'disjunction' }).format(messages);
}

/** How long a recovery's code lives: "10 minutes by text message and 30 by e-mail". */
export function recoveryCodeLives(locale: Locale, minutesOf: (channel: MessageChannel) => string): string {
  const lives = recoveryChannels.map((channel) =>
    channelWords[locale][channel].life.replace('{minutes}', minutesOf(channel)),
  );
  return new Intl.ListFormat(locale).format(lives);
}

const wait = { it: 'Può servire qualche minuto.', en: 'It may take a few minutes.' };
const typedWrong = {
  it: 'Controlla quello che hai scritto: se è sbagliato, usa «Modifica».',
  en: 'Check what you typed: if it is wrong, use “Change it”.',
};
const beginAgain = {
  it: 'Se hai sbagliato un dato, usa «Correggi i dati e ricomincia».',
  en: 'If you made a mistake in the form, use “Correct the details and start over”.',
};

function reasonsIn(locale: Locale) {
  const words = channelWords[locale];
  const reasonsOf = (channel: MessageChannel) => [
    wait[locale],
    words[channel].whereToLook,
    typedWrong[locale],
  ];
  const whereToLook = recoveryChannels.map((channel) => words[channel].whereToLookIfAwaited);
  return {
    sms: reasonsOf('sms'),
    mail: reasonsOf('mail'),
    either: [wait[locale], ...whereToLook, typedWrong[locale]],
    link: [wait[locale], words.mail.whereToLook, beginAgain[locale]],
  } satisfies Record<MessageChannel | 'either' | 'link', readonly string[]>;
}

/** Why no message may have arrived, by channel; `link` is a mail with a link. */
export const nothingCameReasons = { it: reasonsIn('it'), en: reasonsIn('en') };
