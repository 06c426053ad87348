import type { CatalogueEntry } from './catalogueEntry';

/** Refusals of one field's value. */
export const fieldCodes = [
  'VAT_NUMBER_INVALID',
  'TAX_CODE_INVALID',
  'MOBILE_INVALID',
  'EMAIL_INVALID',
  'NAME_INVALID',
  'BIRTH_DATE_INVALID',
  'USERNAME_INVALID',
  'ACCOUNT_NAME_INVALID',
  'LINE_INVALID',
  'CODE_INVALID',
  'PUK_INVALID',
  'ICCID_INVALID',
  'PASSKEY_NAME_INVALID',
] as const;
export type FieldCode = (typeof fieldCodes)[number];

/** Why a password is refused. */
export const passwordObjections = [
  'PASSWORD_TOO_SHORT',
  'PASSWORD_TOO_LONG',
  'PASSWORD_COMMON',
  'PASSWORD_REPETITIVE',
  'PASSWORD_SEQUENTIAL',
  'PASSWORD_TELLS_ACCOUNT',
  'PASSWORD_BREACHED',
] as const;
export type PasswordObjection = (typeof passwordObjections)[number];

function invalid(it: CatalogueEntry['it'], en: CatalogueEntry['en']): CatalogueEntry {
  return { status: 422, it, en };
}

/** Refusals of one field's value. */
export const fieldTexts: Readonly<Record<FieldCode | PasswordObjection, CatalogueEntry>> = {
  VAT_NUMBER_INVALID: invalid(
    {
      title: 'Partita IVA non valida',
      detail: 'La Partita IVA ha 11 cifre, l’ultima di controllo: controlla di averla scritta bene.',
    },
    {
      title: 'VAT number not valid',
      detail: 'An Italian VAT number has 11 digits, the last of them a check digit: check your typing.',
    },
  ),
  TAX_CODE_INVALID: invalid(
    {
      title: 'Codice Fiscale non valido',
      detail:
        'Il Codice Fiscale di una persona ha 16 caratteri, l’ultimo di controllo: controlla di averlo scritto bene.',
    },
    {
      title: 'Tax code not valid',
      detail: "A person's tax code has 16 characters, the last of them a check character: check your typing.",
    },
  ),
  MOBILE_INVALID: invalid(
    {
      title: 'Numero di cellulare non valido',
      detail: 'Inserisci un numero di cellulare, per esempio 320 1234567 o +39 320 1234567.',
    },
    {
      title: 'Mobile number not valid',
      detail: 'Enter a mobile number, for example 320 1234567 or +39 320 1234567.',
    },
  ),
  EMAIL_INVALID: invalid(
    {
      title: 'Indirizzo email non valido',
      detail: 'Inserisci un solo indirizzo, per esempio nome@azienda.it.',
    },
    { title: 'E-mail address not valid', detail: 'Enter one address, for example name@company.it.' },
  ),
  NAME_INVALID: invalid(
    {
      title: 'Nome non valido',
      detail:
        'Nome e cognome sono fatti di lettere, spazi, apostrofi e trattini; dopo un punto lascia uno spazio.',
    },
    {
      title: 'Name not valid',
      detail: 'Names are made of letters, spaces, apostrophes and hyphens; leave a space after a full stop.',
    },
  ),
  BIRTH_DATE_INVALID: invalid(
    { title: 'Data di nascita non valida', detail: 'Inserisci una data che esiste, nella forma AAAA-MM-GG.' },
    { title: 'Birth date not valid', detail: 'Enter a date that exists, as YYYY-MM-DD.' },
  ),
  USERNAME_INVALID: invalid(
    {
      title: 'Username non valido',
      detail: 'Da 6 a 32 lettere e cifre, la prima una lettera. Maiuscole e minuscole sono diverse.',
    },
    {
      title: 'Username not valid',
      detail: '6 to 32 letters and digits, a letter first. Upper and lower case matter.',
    },
  ),
  ACCOUNT_NAME_INVALID: invalid(
    {
      title: 'Username non valido',
      detail: 'Inserisci il tuo username o, se sei un dipendente, il numero della tua linea mobile.',
    },
    {
      title: 'Username not valid',
      detail: 'Enter your username or, as an employee, the number of your mobile line.',
    },
  ),
  LINE_INVALID: invalid(
    { title: 'Linea mobile non valida', detail: 'Inserisci il numero della linea, per esempio 320 1234567.' },
    { title: 'Mobile line not valid', detail: 'Enter the number of the line, for example 320 1234567.' },
  ),
  CODE_INVALID: invalid(
    { title: 'Codice di controllo non valido', detail: 'Il codice di controllo ha 6 cifre.' },
    { title: 'Code not valid', detail: 'The code has 6 digits.' },
  ),
  PASSKEY_NAME_INVALID: invalid(
    { title: 'Nome non valido', detail: 'Dai alla passkey un nome di 60 caratteri al massimo.' },
    { title: 'Name not valid', detail: 'Give the passkey a name of 60 characters at most.' },
  ),
  ICCID_INVALID: invalid(
    {
      title: 'ICCID non valido',
      detail: 'L’ICCID ha da 18 a 20 cifre e comincia con 89: è stampato sulla SIM.',
    },
    {
      title: 'ICCID not valid',
      detail: 'The ICCID has 18 to 20 digits and begins with 89: it is printed on the SIM.',
    },
  ),
  PUK_INVALID: invalid(
    { title: 'PUK non valido', detail: 'Il PUK ha 8 cifre: lo trovi sulla card da cui hai staccato la SIM.' },
    { title: 'PUK not valid', detail: 'The PUK has 8 digits: it is on the card that the SIM came in.' },
  ),
  PASSWORD_TOO_SHORT: invalid(
    { title: 'Password troppo corta', detail: 'Usa una frase di più parole: la lunghezza è ciò che conta.' },
    { title: 'Password too short', detail: 'Use a phrase of several words: length is what counts.' },
  ),
  PASSWORD_TOO_LONG: invalid(
    { title: 'Password troppo lunga', detail: 'Usa al massimo 128 caratteri.' },
    { title: 'Password too long', detail: 'Use 128 characters at most.' },
  ),
  PASSWORD_COMMON: invalid(
    {
      title: 'Password troppo comune',
      detail:
        'Questa password è tra le più usate, o ne è fatta, e un malintenzionato la prova presto: usa una frase di quattro o più parole.',
    },
    {
      title: 'Password too common',
      detail:
        'This is one of the most common passwords, or made of them, and attackers try it soon: use a phrase of four words or more.',
    },
  ),
  PASSWORD_REPETITIVE: invalid(
    { title: 'Password ripetitiva', detail: 'La password ripete gli stessi caratteri: scegline un’altra.' },
    { title: 'Repetitive password', detail: 'The password repeats the same characters: choose another.' },
  ),
  PASSWORD_SEQUENTIAL: invalid(
    {
      title: 'Password in sequenza',
      detail: 'La password segue l’alfabeto, le cifre o la tastiera: scegline un’altra.',
    },
    {
      title: 'Sequential password',
      detail: 'The password follows the alphabet, the digits or the keyboard: choose another.',
    },
  ),
  PASSWORD_TELLS_ACCOUNT: invalid(
    {
      title: 'Password facile da indovinare',
      detail:
        'La password è fatta del tuo username, della Partita IVA o del nome del servizio: scegline un’altra.',
    },
    {
      title: 'Password easy to guess',
      detail:
        'The password consists of your username, your VAT number or the name of the service: choose another.',
    },
  ),
  PASSWORD_BREACHED: invalid(
    {
      title: 'Password trapelata',
      detail:
        'Questa password è in un elenco di password rubate ad altri siti, che i malintenzionati provano: scegline un’altra.',
    },
    {
      title: 'Password known from a breach',
      detail:
        'This password is on a list of passwords stolen from other sites, which attackers try: choose another.',
    },
  ),
};
