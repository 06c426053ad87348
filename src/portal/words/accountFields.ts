import { asked, usernameRule, type WordsOfFields } from './fieldWords';

/** Of the forms of signed-in people. */
export const accountFields = {
  'current-password': {
    it: asked('Password attuale', 'Inserisci la password attuale'),
    en: asked('Current password', 'Enter the current password'),
  },
  'new-password': {
    it: asked(
      'Nuova password',
      'Inserisci la nuova password',
      'Da {least} a {most} caratteri: una frase di più parole va bene. Gli altri accessi vengono chiusi.',
    ),
    en: asked(
      'New password',
      'Enter the new password',
      '{least} to {most} characters: a phrase of several words is fine. Your other sessions end.',
    ),
  },
  'new-email': {
    it: asked('Nuova email', 'Inserisci la nuova email', 'Ti inviamo lì un codice di controllo.'),
    en: asked('New e-mail', 'Enter the new e-mail', 'We send a control code there.'),
  },
  'new-mobile': {
    it: asked(
      'Nuovo numero di cellulare',
      'Inserisci il nuovo numero di cellulare',
      'Ti inviamo lì un codice di controllo per SMS.',
    ),
    en: asked(
      'New mobile number',
      'Enter the new mobile number',
      'We send a control code there by text message.',
    ),
  },
  'manager-username': {
    it: asked('Username del Telco Manager', 'Inserisci lo username del Telco Manager', usernameRule.it),
    en: asked('Username of the Telco Manager', 'Enter the username of the Telco Manager', usernameRule.en),
  },
  'manager-first-name': {
    it: asked('Nome', 'Inserisci il nome del Telco Manager'),
    en: asked('First name', 'Enter the first name of the Telco Manager'),
  },
  'manager-last-name': {
    it: asked('Cognome', 'Inserisci il cognome del Telco Manager'),
    en: asked('Surname', 'Enter the surname of the Telco Manager'),
  },
  'manager-email': {
    it: asked('Email', 'Inserisci l’email del Telco Manager', 'Lì arriva l’invito.'),
    en: asked('E-mail', 'Enter the e-mail of the Telco Manager', 'The invitation goes there.'),
  },
  'manager-mobile': {
    it: asked('Numero di cellulare', 'Inserisci il numero di cellulare del Telco Manager'),
    en: asked('Mobile number', 'Enter the mobile number of the Telco Manager'),
  },
} satisfies WordsOfFields;
