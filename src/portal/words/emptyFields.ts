import type { Locale } from '../../../workflows/contracts/flow';
import type { fieldTexts } from './fields';

type FieldName = keyof (typeof fieldTexts)['it']['fields'];
/** Fields of pages that are no form's. */
type OtherField = 'activation-code' | 'offer';
type EmptyFieldTexts = Readonly<Record<FieldName | OtherField, string>>;

const it: EmptyFieldTexts = {
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
  'activation-code': 'Incolla il codice di attivazione',
  offer: 'Scrivi il nome dell’offerta',
};

const en: EmptyFieldTexts = {
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
  'activation-code': 'Paste the activation code',
  offer: 'Enter the name of the offer',
};

/** What a page asks for where a field was left empty. */
export const emptyFieldTexts: Readonly<Record<Locale, EmptyFieldTexts>> = { it, en };
