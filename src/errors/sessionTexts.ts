import type { CatalogueEntry } from './catalogueEntry';
import type { SessionCode } from './problemCodes';

/** Refusals of a sign-in, and of a request that has to be signed in. */
export const sessionTexts: Readonly<Record<SessionCode, CatalogueEntry>> = {
  /** Rules 17 and 33 of the FAQ stand in the one text that every wrong sign-in gets. */
  CREDENTIALS_WRONG: {
    status: 401,
    it: {
      title: 'Username o password errati',
      detail:
        'Controlla username e password: maiuscole e minuscole contano. Le credenziali del vecchio portale non sono valide: occorre una nuova registrazione.',
    },
    en: {
      title: 'Username or password wrong',
      detail:
        'Check username and password: upper and lower case differ. Credentials of the old portal are not valid: a new registration is needed.',
    },
  },
  PASSWORD_WRONG: {
    status: 422,
    it: { title: 'Password errata', detail: 'La password non è quella di questo account: controllala.' },
    en: { title: 'Wrong password', detail: 'The password is not the one of this account: check it.' },
  },
  SIGN_IN_WAIT: {
    status: 429,
    it: {
      title: 'Troppi tentativi di accesso',
      detail: 'Ci sono stati troppi tentativi errati: attendi prima di riprovare, o recupera la password.',
    },
    en: {
      title: 'Too many failed sign-ins',
      detail: 'There were too many failed tries: wait before the next one, or recover the password.',
    },
  },
  SESSION_REQUIRED: {
    status: 401,
    it: { title: 'Accesso necessario', detail: 'Accedi con username e password e riprova.' },
    en: { title: 'Sign-in needed', detail: 'Sign in with username and password, then try again.' },
  },
  SESSION_INVALID: {
    status: 401,
    it: { title: 'Accesso terminato', detail: 'La sessione è terminata o scaduta: accedi di nuovo.' },
    en: { title: 'Session over', detail: 'The session was ended or has expired: sign in again.' },
  },
};
