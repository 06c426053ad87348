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
    iccid: { label: 'ICCID della SIM (facoltativo)', hint: '19 cifre sulla SIM, se devi attendere.' },
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
    iccid: { label: 'ICCID of the SIM (optional)', hint: '19 digits on the SIM, if you have to wait.' },
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

/** A field of a form, or of a page that is no form. */
type FieldName = keyof (typeof it)['fields'] | 'activation-code' | 'offer';

/** What a page asks for where a field was left empty. */
export const emptyFieldTexts: Readonly<Record<Locale, Readonly<Record<FieldName, string>>>> = {
  it: {
    'vat-number': 'Inserisci la Partita IVA',
    'first-name': 'Inserisci il nome del Rappresentante Legale',
    'last-name': 'Inserisci il cognome del Rappresentante Legale',
    'birth-date': 'Inserisci la data di nascita',
    'tax-code': 'Inserisci il Codice Fiscale del Rappresentante Legale',
    'contract-email': 'Inserisci l’email del Rappresentante Legale',
    'contract-mobile': 'Inserisci il numero di cellulare del Rappresentante Legale',
    'new-username': 'Inserisci lo username che vuoi usare',
    line: 'Inserisci la linea mobile',
    email: 'Inserisci l’email',
    'sim-kind': 'Scegli che SIM è',
    username: 'Inserisci lo username o la linea mobile',
    channel: 'Scegli dove vuoi il codice',
    password: 'Inserisci la password',
    'current-password': 'Inserisci la password attuale',
    'new-password': 'Inserisci la nuova password',
    'new-email': 'Inserisci la nuova email',
    'new-mobile': 'Inserisci il nuovo numero di cellulare',
    'manager-username': 'Inserisci lo username del Telco Manager',
    'manager-first-name': 'Inserisci il nome del Telco Manager',
    'manager-last-name': 'Inserisci il cognome del Telco Manager',
    'manager-email': 'Inserisci l’email del Telco Manager',
    'manager-mobile': 'Inserisci il numero di cellulare del Telco Manager',
    code: 'Inserisci il codice di controllo',
    puk: 'Inserisci il PUK della SIM',
    iccid: 'Inserisci l’ICCID della SIM',
    'activation-code': 'Incolla il codice di attivazione',
    offer: 'Scrivi il nome dell’offerta',
  },
  en: {
    'vat-number': 'Enter the VAT number',
    'first-name': 'Enter the first name of the legal representative',
    'last-name': 'Enter the surname of the legal representative',
    'birth-date': 'Enter the date of birth',
    'tax-code': 'Enter the tax code of the legal representative',
    'contract-email': 'Enter the e-mail of the legal representative',
    'contract-mobile': 'Enter the mobile number of the legal representative',
    'new-username': 'Enter the username you want',
    line: 'Enter the mobile line',
    email: 'Enter the e-mail',
    'sim-kind': 'Choose what kind of SIM it is',
    username: 'Enter the username or the mobile line',
    channel: 'Choose where you would like the code',
    password: 'Enter the password',
    'current-password': 'Enter the current password',
    'new-password': 'Enter the new password',
    'new-email': 'Enter the new e-mail',
    'new-mobile': 'Enter the new mobile number',
    'manager-username': 'Enter the username of the Telco Manager',
    'manager-first-name': 'Enter the first name of the Telco Manager',
    'manager-last-name': 'Enter the surname of the Telco Manager',
    'manager-email': 'Enter the e-mail of the Telco Manager',
    'manager-mobile': 'Enter the mobile number of the Telco Manager',
    code: 'Enter the control code',
    puk: 'Enter the PUK of the SIM',
    iccid: 'Enter the ICCID of the SIM',
    'activation-code': 'Paste the activation code',
    offer: 'Enter the name of the offer',
  },
};
