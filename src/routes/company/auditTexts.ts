import type { AuditEventName } from '../../database/auditEvents';
import type { Locale } from '../../../workflows/contracts/flow';

/** What each event is, in a sentence for the administrators of a company. */
export const auditTexts: Readonly<Record<AuditEventName, Readonly<Record<Locale, string>>>> = {
  signedIn: { it: 'Accesso eseguito.', en: 'Signed in.' },
  signInRefused: {
    it: 'Accesso rifiutato: le credenziali non erano giuste.',
    en: 'Sign-in refused: the credentials were not right.',
  },
  signInWait: {
    it: 'Troppi tentativi di accesso: il prossimo deve attendere.',
    en: 'Too many sign-in attempts: the next one has to wait.',
  },
  signInCodeAsked: {
    it: 'Accesso con codice di controllo richiesto: la password era giusta.',
    en: 'Sign-in with a code requested: the password was right.',
  },
  recognitionRefused: {
    it: '«Accedi direttamente» rifiutato: per il numero non era attivo.',
    en: '“Sign in directly” refused: it was off for the number.',
  },
  passwordProven: { it: 'Password confermata di nuovo.', en: 'Password confirmed again.' },
  passwordRefused: {
    it: 'Conferma della password rifiutata: non era giusta.',
    en: 'Password confirmation refused: it was not right.',
  },
  passkeyAdded: { it: 'Passkey aggiunta.', en: 'Passkey added.' },
  passkeyRenamed: { it: 'Passkey rinominata.', en: 'Passkey renamed.' },
  passkeyKept: {
    it: 'Passkey sospesa confermata: può di nuovo accedere.',
    en: 'Suspended passkey kept: it can sign in again.',
  },
  passkeyRemoved: { it: 'Passkey tolta.', en: 'Passkey removed.' },
  passkeyProven: { it: 'Conferma con una passkey.', en: 'Confirmed by passkey.' },
  passkeyRefused: { it: 'Passkey rifiutata.', en: 'Passkey refused.' },
  passkeySuspected: {
    it: 'Passkey sospesa: il suo contatore è tornato indietro, potrebbe essere stata copiata.',
    en: 'Passkey suspended: its counter went back, it may have been copied.',
  },
  sessionsEnded: { it: 'Accessi attivi terminati.', en: 'Sessions ended.' },
  accessRefused: {
    it: 'Richiesta una funzione che il profilo non ha.',
    en: 'Requested a function that the profile does not have.',
  },
  accountActivated: { it: 'Account attivato.', en: 'Account activated.' },
  accountClosed: { it: 'Account chiuso.', en: 'Account closed.' },
  passwordSet: { it: 'Nuova password impostata.', en: 'New password set.' },
  codesSpent: {
    it: 'Troppi codici di controllo errati.',
    en: 'Too many wrong codes.',
  },
  pukTriesSpent: { it: 'Troppi PUK errati per una linea.', en: 'Too many wrong PUKs for a line.' },
  contractMismatchesSpent: {
    it: 'Troppe registrazioni con dati che non corrispondono al contratto.',
    en: 'Too many registrations whose data do not match the contract.',
  },
  lineAssociated: { it: 'Linea associata a un account.', en: 'Line added to an account.' },
  lineReleased: { it: 'Linea liberata dal suo account.', en: 'Line released from its account.' },
  autologinSwitched: {
    it: '«Accedi direttamente» di una linea attivato o disattivato.',
    en: '“Sign in directly” of a line turned on or off.',
  },
  contactChanged: { it: 'Recapito modificato.', en: 'Contact changed.' },
  contactsFrozen: {
    it: 'Recupero della password annullato da un recapito precedente: account bloccato.',
    en: 'Recovery undone by a former contact: account blocked.',
  },
  contactsThawed: { it: 'Recapiti di nuovo utilizzabili.', en: 'Contacts usable again.' },
  telcoManagerInvited: { it: 'Telco Manager invitato.', en: 'Telco Manager invited.' },
  userAdminFlagged: {
    it: 'Nuovo rappresentante legale: lo User Admin è da verificare.',
    en: 'New legal representative: the User Admin is to be reviewed.',
  },
  userAdminReviewed: {
    it: 'Verifica conclusa: lo User Admin resta.',
    en: 'Review ended: the User Admin stays.',
  },
};
