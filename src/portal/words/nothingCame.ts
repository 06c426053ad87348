import type { Locale } from '../../../workflows/contracts/flow';

const wait = { it: 'Può servire qualche minuto.', en: 'It may take a few minutes.' };
const spam = { it: 'Guarda anche nella posta indesiderata.', en: 'Check your spam folder, too.' };
const reception = {
  it: 'Controlla che il telefono sia acceso e abbia campo.',
  en: 'Check that the phone is on and has reception.',
};
const typedWrong = {
  it: 'Controlla quello che hai scritto: se è sbagliato, usa «Modifica».',
  en: 'Check what you typed: if it is wrong, use “Change it”.',
};
const eitherWay = {
  it: [
    'Se aspetti un SMS, controlla che il telefono sia acceso e abbia campo.',
    'Se aspetti un’email, guarda anche nella posta indesiderata.',
  ],
  en: [
    'If you are waiting for a text message, check that the phone is on and has reception.',
    'If you are waiting for an e-mail, check your spam folder, too.',
  ],
};
const beginAgain = {
  it: 'Se hai sbagliato un dato, usa «Correggi i dati e ricomincia».',
  en: 'If you made a mistake in the form, use “Correct the details and start over”.',
};

function reasonsIn(locale: Locale) {
  return {
    sms: [wait[locale], reception[locale], typedWrong[locale]],
    mail: [wait[locale], spam[locale], typedWrong[locale]],
    either: [wait[locale], ...eitherWay[locale], typedWrong[locale]],
    link: [wait[locale], spam[locale], beginAgain[locale]],
  };
}

/** What may be the matter where no message has arrived, by the way that it goes; `link` is a mail with a link. */
export const nothingCameReasons = { it: reasonsIn('it'), en: reasonsIn('en') };
