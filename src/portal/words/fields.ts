import type { ChannelName } from '../../../workflows/contracts/channels';
import type { Locale } from '../../../workflows/contracts/flow';
import type { SimKind } from '../../../workflows/contracts/lines';

const it = {
  fields: {
    'vat-number': { label: 'Partita IVA', hint: '11 cifre, come sulla proposta di contratto.' },
    'first-name': { label: 'Nome del Rappresentante Legale', hint: '' },
    'last-name': { label: 'Cognome del Rappresentante Legale', hint: '' },
    'birth-date': { label: 'Data di nascita', hint: '' },
    'tax-code': { label: 'Codice Fiscale del Rappresentante Legale', hint: '16 caratteri.' },
    'contract-email': {
      label: 'Email del Rappresentante Legale',
      hint: 'Quella riportata nella proposta di contratto: lì arriva il link di attivazione.',
    },
    'contract-mobile': {
      label: 'Numero di cellulare del Rappresentante Legale',
      hint: 'Quello riportato nella proposta di contratto.',
    },
    'new-username': {
      label: 'Username che vuoi usare',
      hint: 'Da 6 a 32 lettere e cifre, la prima una lettera. Maiuscole e minuscole sono diverse.',
    },
    line: { label: 'Linea mobile', hint: 'Il numero della tua SIM aziendale, per esempio 320 123 4567.' },
    email: {
      label: 'Email',
      hint: 'La associamo alla linea. Con una SIM solo dati il codice di controllo arriva qui.',
    },
    'sim-kind': { label: 'Che SIM è?', hint: '' },
    username: {
      label: 'Username o linea mobile',
      hint: 'Dipendente: la tua linea mobile. User Admin e Telco Manager: lo username. Maiuscole e minuscole sono diverse.',
    },
    channel: {
      label: 'Dove vuoi il codice?',
      hint: 'Sei un dipendente? Non devi scegliere: il codice arriva come nella registrazione. La scelta vale per gli User Admin.',
    },
    password: { label: 'Password', hint: '' },
    'current-password': { label: 'Password attuale', hint: '' },
    'new-password': {
      label: 'Nuova password',
      hint: 'Da {least} a {most} caratteri: una frase di più parole va bene. Gli altri accessi vengono chiusi.',
    },
    'new-email': { label: 'Nuova email', hint: 'Ti inviamo lì un codice di controllo.' },
    'new-mobile': {
      label: 'Nuovo numero di cellulare',
      hint: 'Ti inviamo lì un codice di controllo per SMS.',
    },
    'manager-username': {
      label: 'Username del Telco Manager',
      hint: 'Da 6 a 32 lettere e cifre, la prima una lettera. Maiuscole e minuscole sono diverse.',
    },
    'manager-first-name': { label: 'Nome', hint: '' },
    'manager-last-name': { label: 'Cognome', hint: '' },
    'manager-email': { label: 'Email', hint: 'Lì arriva l’invito.' },
    'manager-mobile': { label: 'Numero di cellulare', hint: '' },
    code: { label: 'Codice di controllo', hint: 'Le 6 cifre del messaggio.' },
    puk: {
      label: 'PUK della SIM',
      hint: 'Le 8 cifre sulla card da cui hai staccato la SIM. Se non l’hai più, chiama il 1928.',
    },
  },
  choices: {
    voice: 'SIM voce: riceve SMS',
    'data-only': 'SIM solo dati: per router, tablet o chiavetta',
    email: 'Per email',
    sms: 'Per SMS',
  } satisfies Record<SimKind | ChannelName, string>,
};

const en: typeof it = {
  fields: {
    'vat-number': { label: 'VAT number', hint: '11 digits, as in the contract proposal.' },
    'first-name': { label: 'First name of the legal representative', hint: '' },
    'last-name': { label: 'Surname of the legal representative', hint: '' },
    'birth-date': { label: 'Date of birth', hint: '' },
    'tax-code': { label: 'Tax code of the legal representative', hint: '16 characters.' },
    'contract-email': {
      label: 'E-mail of the legal representative',
      hint: 'The one in the contract proposal: the activation link goes there.',
    },
    'contract-mobile': {
      label: 'Mobile number of the legal representative',
      hint: 'The one in the contract proposal.',
    },
    'new-username': {
      label: 'The username you want',
      hint: '6 to 32 letters and digits, a letter first. Upper and lower case matter.',
    },
    line: { label: 'Mobile line', hint: 'The number of your business SIM, for example 320 123 4567.' },
    email: {
      label: 'E-mail',
      hint: 'We link it to the line. With a data-only SIM, the control code goes there.',
    },
    'sim-kind': { label: 'What kind of SIM is it?', hint: '' },
    username: {
      label: 'Username or mobile line',
      hint: 'Employee: your mobile line. User Admin and Telco Manager: the username. Upper and lower case matter.',
    },
    channel: {
      label: 'Where would you like the code?',
      hint: 'Are you an employee? There is nothing to choose: the code comes the way it did when you registered. The choice is for User Admins.',
    },
    password: { label: 'Password', hint: '' },
    'current-password': { label: 'Current password', hint: '' },
    'new-password': {
      label: 'New password',
      hint: '{least} to {most} characters: a phrase of several words is fine. Your other sessions end.',
    },
    'new-email': { label: 'New e-mail', hint: 'We send a control code there.' },
    'new-mobile': { label: 'New mobile number', hint: 'We send a control code there by text message.' },
    'manager-username': {
      label: 'Username of the Telco Manager',
      hint: '6 to 32 letters and digits, a letter first. Upper and lower case matter.',
    },
    'manager-first-name': { label: 'First name', hint: '' },
    'manager-last-name': { label: 'Surname', hint: '' },
    'manager-email': { label: 'E-mail', hint: 'The invitation goes there.' },
    'manager-mobile': { label: 'Mobile number', hint: '' },
    code: { label: 'Control code', hint: 'The 6 digits of the message.' },
    puk: {
      label: 'PUK of the SIM',
      hint: 'The 8 digits on the card that the SIM came in. If you no longer have it, call 1928.',
    },
  },
  choices: {
    voice: 'Voice SIM: receives text messages',
    'data-only': 'Data-only SIM: for a router, tablet or USB stick',
    email: 'By e-mail',
    sms: 'By text message',
  },
};

/** The words of the fields of forms. */
export const fieldTexts: Readonly<Record<Locale, typeof it>> = { it, en };
