import type { Locale } from '../../workflows/contracts/flow';
import { accountTexts } from './words/account';
import { companyTexts } from './words/company';
import { entryTexts } from './words/entry';
import { fieldTexts } from './words/fields';
import { flowTexts } from './words/flows';
import { infoTexts } from './words/info';
import { formTexts } from './words/forms';
import { passkeyTexts } from './words/passkeys';

const it = {
  brand: 'Business',
  description:
    'Il portale Selfcare di Wind Tre Business: registrazione della tua azienda e delle linee mobili, accesso e recupero della password.',
  skip: 'Vai al contenuto',
  otherLanguage: 'English',
  errorInTitle: 'Errore: ',
  summaryHeading: 'C’è un problema',
  helpCall: 'Hai bisogno di aiuto? Chiama il',
  helpReference: 'e comunica il riferimento assistenza',
  neverAsked: 'Non ti chiederemo mai la password, né per telefono né per email.',
  retry: 'Riprova',
  back: 'Indietro',
  workBegun: 'Invece di aspettare, lascia che il tuo dispositivo faccia un breve calcolo…',
  withCodeHint:
    'Non vuoi aspettare? Inserisci di nuovo la password e accedi con un codice di controllo, che ti inviamo subito.',
  withCodeButton: 'Accedi con un codice',
  workDone: 'Calcolo fatto: puoi riprovare subito.',
  footerNav: 'Informazioni',
  startAgain: 'Torna all’attivazione',
  toStart: 'Torna all’inizio',

  activationHeading: 'Attiva il tuo profilo',
  activationIntro: 'Premi il pulsante per attivare il profilo: subito dopo crei la password.',
  tokenLabel: 'Codice di attivazione',
  tokenHint:
    'Se hai aperto il link dell’email è già inserito. Se il campo è vuoto, copia tutto il codice dall’email e incollalo qui.',
  activationButton: 'Attiva il profilo',
  windowAhead: 'Dopo l’attivazione hai',
  windowAheadNote: 'minuti per creare la password. Se non bastano, riapri il link dell’email.',

  undoHeading: 'Blocca l’account',
  undoIntro:
    'Il contatto che ha sostituito il tuo ha impostato una nuova password. Se non era concordato, il pulsante chiude tutte le sessioni e blocca la password e i contatti cambiati.',
  undoTokenLabel: 'Codice di blocco',
  undoTokenHint:
    'Se hai aperto il link del messaggio è già inserito. Se il campo è vuoto, copia tutto il link dal messaggio e incollalo qui.',
  undoButton: 'Blocca l’account',
  undoDoneHeading: 'L’account è bloccato',
  undoDone:
    'Le sessioni sono chiuse. L’account torna utilizzabile con una nuova password tramite l’altro contatto, oppure chiamando il 1928.',
  undoRecovery: 'Crea una nuova password',

  passwordHeading: 'Crea la password',
  passwordHeadingOfRecovery: 'Crea una nuova password',
  windowUntil: 'Hai tempo fino alle',
  windowUntilNote: '(ora italiana). Dopo, riapri il link dell’email.',
  windowUntilRecovery: '(ora italiana). Dopo, usa «Non ricordi la password».',
  usernameLabel: 'Account',
  passwordLabel: 'Nuova password',
  passwordLeast: 'Almeno',
  passwordMost: 'caratteri, al massimo',
  passwordPhrase: 'Una frase di più parole è facile da ricordare e difficile da indovinare.',
  passwordFree: 'Spazi, accenti e simboli sono ammessi, nessuno è obbligatorio. Puoi incollarla.',
  passwordCase: 'Maiuscole e minuscole sono diverse.',
  lengthLabel: 'Lunghezza della password',
  lengthShort: 'Ancora troppo corta',
  lengthEnough: 'Lunghezza sufficiente',
  lengthGood: 'Ottima lunghezza',
  passwordAgain: 'Inserisci di nuovo la stessa password.',
  showPassword: 'Mostra la password',
  hidePassword: 'Nascondi la password',
  passwordButton: 'Crea la password',
  generateHeading: 'Preferisci non sceglierla?',
  generateIntro: 'La creiamo noi, lunga e casuale, e la vedi subito: salvala prima di chiudere la pagina.',
  generateButton: 'Creala per me',

  doneHeading: 'Il profilo è attivo',
  doneText: 'La password è stata creata. Da ora accedi al Selfcare con il tuo username e la tua password.',
  doneTextOfLine:
    'La password è stata creata. Da ora accedi al Selfcare e all’App con la tua linea mobile e la tua password.',
  doneHeadingOfRecovery: 'La nuova password è attiva',
  doneTextOfRecovery:
    'La nuova password sostituisce la precedente, che non vale più, e tutti gli accessi aperti sono stati chiusi.',
  doneAlready: 'Il profilo era già attivo: il link ha già fatto il suo lavoro.',
  doneOtherPassword:
    'La password era già stata creata, e vale quella: l’ultima che hai inserito non è stata salvata.',
  doneMail: 'Ti inviamo un’email di conferma. Puoi chiudere questa pagina.',
  generatedLabel: 'La tua password',
  generatedNote:
    'Salvala adesso in un gestore di password, o scrivila in un posto sicuro: chiusa questa pagina, non la mostreremo più.',
  copy: 'Copia la password',
  copied: 'Password copiata.',
};

const en: typeof it = {
  brand: 'Business',
  description:
    'The Selfcare portal of Wind Tre Business: register your company and mobile lines, sign in and recover your password.',
  skip: 'Skip to content',
  otherLanguage: 'Italiano',
  errorInTitle: 'Error: ',
  summaryHeading: 'There is a problem',
  helpCall: 'Need help? Call',
  helpReference: 'and give the support reference',
  neverAsked: 'We will never ask for your password, by phone or by e-mail.',
  retry: 'Try again',
  back: 'Back',
  workBegun: 'Instead of waiting, let your device do a short calculation…',
  withCodeHint:
    'You do not want to wait? Enter your password again and sign in with a control code, which we send at once.',
  withCodeButton: 'Sign in with a code',
  workDone: 'Calculation done: you can try again now.',
  footerNav: 'Information',
  startAgain: 'Back to activation',
  toStart: 'Back to the start page',

  activationHeading: 'Activate your profile',
  activationIntro: 'Press the button to activate the profile; then you create the password.',
  tokenLabel: 'Activation code',
  tokenHint:
    'If you opened the link in the e-mail, it is already here. If the field is empty, copy the whole code from the e-mail and paste it here.',
  activationButton: 'Activate the profile',
  windowAhead: 'After activation you have',
  windowAheadNote: 'minutes to create the password. If you need longer, open the link in the e-mail again.',

  undoHeading: 'Block the account',
  undoIntro:
    'The contact that replaced yours has set a new password. If that was not agreed, the button ends all sessions and blocks the password and the changed contacts.',
  undoTokenLabel: 'Blocking code',
  undoTokenHint:
    'If you opened the link in the message, it is already here. If the field is empty, copy the whole link from the message and paste it here.',
  undoButton: 'Block the account',
  undoDoneHeading: 'The account is blocked',
  undoDone:
    'All sessions have ended. The account can be used again with a new password by the other contact, or by calling 1928.',
  undoRecovery: 'Create a new password',

  passwordHeading: 'Create the password',
  passwordHeadingOfRecovery: 'Create a new password',
  windowUntil: 'You have until',
  windowUntilNote: '(Italian time). After that, open the link in the e-mail again.',
  windowUntilRecovery: '(Italian time). After that, use “Forgot your password”.',
  usernameLabel: 'Account',
  passwordLabel: 'New password',
  passwordLeast: 'At least',
  passwordMost: 'characters, at most',
  passwordPhrase: 'A phrase of several words is easy to remember and hard to guess.',
  passwordFree: 'Spaces, accents and symbols are allowed, but not required. You can paste it.',
  passwordCase: 'Upper and lower case matter.',
  lengthLabel: 'Length of the password',
  lengthShort: 'Still too short',
  lengthEnough: 'Long enough',
  lengthGood: 'A good length',
  passwordAgain: 'Enter the same password again.',
  showPassword: 'Show the password',
  hidePassword: 'Hide the password',
  passwordButton: 'Create the password',
  generateHeading: 'Would you rather not choose?',
  generateIntro: 'We create a long random one and show it right away: save it before you close the page.',
  generateButton: 'Create one for me',

  doneHeading: 'Your profile is active',
  doneText: 'The password is set. From now on, sign in to Selfcare with your username and your password.',
  doneTextOfLine:
    'The password is set. From now on, sign in to Selfcare and the App with your mobile line and your password.',
  doneHeadingOfRecovery: 'Your new password is active',
  doneTextOfRecovery:
    'The new password replaces the old one, which no longer works, and all open sessions have ended.',
  doneAlready: 'The profile is already active: the link has done its job.',
  doneOtherPassword:
    'A password had already been set, and that is the one that works: the one you have just entered was not saved.',
  doneMail: 'We are sending you a confirmation by e-mail. You can close this page.',
  generatedLabel: 'Your password',
  generatedNote:
    'Save it now in a password manager, or write it down in a safe place: once you close this page, it will not be shown again.',
  copy: 'Copy the password',
  copied: 'Password copied.',
};

/** The words of the pages. */
export type PageTexts = ReturnType<typeof textsOf>;
export const pageTexts: Readonly<Record<Locale, PageTexts>> = { it: textsOf('it'), en: textsOf('en') };

function textsOf(locale: Locale) {
  const common = { it, en }[locale];
  return {
    ...common,
    ...fieldTexts[locale],
    ...formTexts[locale],
    ...companyTexts[locale],
    ...infoTexts[locale],
    flow: flowTexts[locale],
    entry: entryTexts[locale],
    account: accountTexts[locale],
    passkeys: passkeyTexts[locale],
  };
}
