import type { ChannelName } from '../../../workflows/contracts/channels';
import type { Locale } from '../../../workflows/contracts/flow';
import type { SimKind } from '../../../workflows/contracts/lines';
import { accountFields } from './accountFields';
import { asked, optional, usernameRule, type WordsOfFields } from './fieldWords';

const fields = {
  'vat-number': {
    it: asked('Partita IVA', 'Inserisci la Partita IVA', '11 cifre, come sulla proposta di contratto.'),
    en: asked('VAT number', 'Enter the VAT number', '11 digits, as in the contract proposal.'),
  },
  'first-name': {
    it: asked('Nome del Rappresentante Legale', 'Inserisci il nome del Rappresentante Legale'),
    en: asked('First name of the legal representative', 'Enter the first name of the legal representative'),
  },
  'last-name': {
    it: asked('Cognome del Rappresentante Legale', 'Inserisci il cognome del Rappresentante Legale'),
    en: asked('Surname of the legal representative', 'Enter the surname of the legal representative'),
  },
  'birth-date': {
    it: asked('Data di nascita', 'Inserisci la data di nascita'),
    en: asked('Date of birth', 'Enter the date of birth'),
  },
  'tax-code': {
    it: asked(
      'Codice Fiscale del Rappresentante Legale',
      'Inserisci il Codice Fiscale del Rappresentante Legale',
      '16 caratteri.',
    ),
    en: asked(
      'Tax code of the legal representative',
      'Enter the tax code of the legal representative',
      '16 characters.',
    ),
  },
  'contract-email': {
    it: asked(
      'Email del Rappresentante Legale',
      'Inserisci l’email del Rappresentante Legale',
      'Quella riportata nella proposta di contratto: lì arriva il link di attivazione.',
    ),
    en: asked(
      'E-mail of the legal representative',
      'Enter the e-mail of the legal representative',
      'The one in the contract proposal: the activation link goes there.',
    ),
  },
  'contract-mobile': {
    it: asked(
      'Numero di cellulare del Rappresentante Legale',
      'Inserisci il numero di cellulare del Rappresentante Legale',
      'Quello riportato nella proposta di contratto.',
    ),
    en: asked(
      'Mobile number of the legal representative',
      'Enter the mobile number of the legal representative',
      'The one in the contract proposal.',
    ),
  },
  'new-username': {
    it: asked('Username che vuoi usare', 'Inserisci lo username che vuoi usare', usernameRule.it),
    en: asked('The username you want', 'Enter the username you want', usernameRule.en),
  },
  line: {
    it: asked(
      'Linea mobile',
      'Inserisci la linea mobile',
      'Il numero della tua SIM aziendale, per esempio 320 123 4567.',
    ),
    en: asked(
      'Mobile line',
      'Enter the mobile line',
      'The number of your business SIM, for example 320 123 4567.',
    ),
  },
  email: {
    it: asked(
      'Email',
      'Inserisci l’email',
      'La associamo alla linea. Con una SIM solo dati il codice di controllo arriva qui.',
    ),
    en: asked(
      'E-mail',
      'Enter the e-mail',
      'We link it to the line. With a data-only SIM, the control code goes there.',
    ),
  },
  'sim-kind': {
    it: asked('Che SIM è?', 'Scegli che SIM è'),
    en: asked('What kind of SIM is it?', 'Choose what kind of SIM it is'),
  },
  username: {
    it: asked(
      'Username o linea mobile',
      'Inserisci lo username o la linea mobile',
      'Dipendente: la tua linea mobile. User Admin e Telco Manager: lo username. Maiuscole e minuscole sono diverse.',
    ),
    en: asked(
      'Username or mobile line',
      'Enter the username or the mobile line',
      'Employee: your mobile line. User Admin and Telco Manager: the username. Upper and lower case matter.',
    ),
  },
  channel: {
    it: asked(
      'Dove vuoi il codice?',
      'Scegli dove vuoi il codice',
      'Sei un dipendente? Non devi scegliere: il codice arriva come nella registrazione. La scelta vale per gli User Admin.',
    ),
    en: asked(
      'Where would you like the code?',
      'Choose where you would like the code',
      'Are you an employee? There is nothing to choose: the code comes the way it did when you registered. The choice is for User Admins.',
    ),
  },
  password: {
    it: asked('Password', 'Inserisci la password'),
    en: asked('Password', 'Enter the password'),
  },
  code: {
    it: asked('Codice di controllo', 'Inserisci il codice di controllo', 'Le 6 cifre del messaggio.'),
    en: asked('Control code', 'Enter the control code', 'The 6 digits of the message.'),
  },
  puk: {
    it: asked(
      'PUK della SIM',
      'Inserisci il PUK della SIM',
      'Le 8 cifre sulla card da cui hai staccato la SIM. Se non l’hai più, chiama il 1928.',
    ),
    en: asked(
      'PUK of the SIM',
      'Enter the PUK of the SIM',
      'The 8 digits on the card that the SIM came in. If you no longer have it, call 1928.',
    ),
  },
  iccid: {
    it: optional('ICCID della SIM (facoltativo)', '19 cifre sulla SIM, se devi attendere.'),
    en: optional('ICCID of the SIM (optional)', '19 digits on the SIM, if you have to wait.'),
  },
  ...accountFields,
} satisfies WordsOfFields;

const choices: Readonly<Record<Locale, Readonly<Record<SimKind | ChannelName, string>>>> = {
  it: {
    voice: 'SIM voce: riceve SMS',
    'data-only': 'SIM solo dati: per router, tablet o chiavetta',
    email: 'Per email',
    sms: 'Per SMS',
  },
  en: {
    voice: 'Voice SIM: receives text messages',
    'data-only': 'Data-only SIM: for a router, tablet or USB stick',
    email: 'By e-mail',
    sms: 'By text message',
  },
};

/** Fields of pages that are no forms: what is asked for where they were left empty. */
const emptyOnPages: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  'activation-code': { it: 'Incolla il codice di attivazione', en: 'Paste the activation code' },
  offer: { it: 'Scrivi il nome dell’offerta', en: 'Enter the name of the offer' },
};

/** The words of the fields of forms. */
export const fieldTexts = { it: textsIn('it'), en: textsIn('en') };

function textsIn(locale: Locale) {
  const words = Object.entries(fields).map(([name, field]) => [name, field[locale]] as const);
  type Words = Readonly<Record<keyof typeof fields, (typeof words)[number][1]>>;
  return { fields: Object.fromEntries(words) as Words, choices: choices[locale] };
}

/** What a page asks for where the field was left empty; undefined where it has no words for that. */
export function emptyTextsOf(field: string): Readonly<Record<Locale, string>> | undefined {
  const { [field]: words }: WordsOfFields = fields;
  if (!words) return emptyOnPages[field];
  return words.it.empty === '' ? undefined : { it: words.it.empty, en: words.en.empty };
}
