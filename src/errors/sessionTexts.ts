import type { CatalogueEntry } from './catalogueEntry';

/** Refusals of a sign-in, and of a request that has to be signed in. */
export const sessionTexts = {
  /** One text for every wrong sign-in; it covers rules 17 and 33 of the FAQ. */
  CREDENTIALS_WRONG: {
    status: 401,
    it: {
      title: 'Username o password errati',
      detail:
        'Controlla username e password: maiuscole e minuscole contano. Le credenziali del vecchio portale non sono valide: occorre una nuova registrazione.',
    },
    en: {
      title: 'Wrong username or password',
      detail:
        'Check username and password: upper and lower case matter. Credentials from the old portal are not valid: you need to register again.',
    },
  },
  PASSWORD_WRONG: {
    status: 422,
    it: { title: 'Password errata', detail: 'La password non è quella di questo account: controllala.' },
    en: { title: 'Wrong password', detail: 'This is not the password of this account: check it.' },
  },
  SIGN_IN_WAIT: {
    status: 429,
    it: {
      title: 'Troppi tentativi di accesso',
      detail:
        'Ci sono stati troppi tentativi errati: attendi, oppure accedi con un codice o recupera la password.',
    },
    en: {
      title: 'Too many failed sign-ins',
      detail: 'There were too many failed attempts: wait, or sign in with a code, or recover your password.',
    },
  },
  NEW_DEVICE_UNCONFIRMED: {
    status: 403,
    it: {
      title: 'Dispositivo nuovo',
      detail: 'Da un dispositivo nuovo si accede con username, password e un codice di controllo.',
    },
    en: {
      title: 'New device',
      detail: 'From a new device you sign in with username, password and a control code.',
    },
  },
  /** One text for every passkey that is not accepted, for whatever reason. */
  PASSKEY_REFUSED: {
    status: 422,
    it: {
      title: 'Passkey non accettata',
      detail: 'Riprova. Se non funziona, usa la password e controlla le passkey nel tuo account.',
    },
    en: {
      title: 'Passkey not accepted',
      detail: 'Try again. If it does not work, use your password and check the passkeys in your account.',
    },
  },
  PASSKEYS_TOO_MANY: {
    status: 409,
    it: {
      title: 'Troppe passkey',
      detail: 'Hai già il numero massimo di passkey: togline una che non usi più e riprova.',
    },
    en: {
      title: 'Too many passkeys',
      detail:
        'You have as many passkeys as an account can have: remove one that you no longer use, then try again.',
    },
  },
  LINE_NOT_RECOGNISED: {
    status: 401,
    it: {
      title: 'Numero non riconosciuto',
      detail:
        'La rete non ha riconosciuto il tuo numero: naviga con la rete mobile Wind Tre, dal telefono o in tethering, e riprova; oppure accedi con username e password.',
    },
    en: {
      title: 'Number not recognised',
      detail:
        "The network did not recognise your number: use Wind Tre's mobile network, on the phone or tethered to it, and try again; or sign in with username and password.",
    },
  },
  /** The way on, as the portal shows it: the registration, with the line filled in. */
  LINE_NOT_REGISTERED: {
    status: 422,
    it: {
      title: 'Numero non registrato',
      detail: 'A questo numero non corrisponde un account: crea un account dipendente.',
    },
    en: {
      title: 'Number not registered',
      detail: 'There is no account for this number: create an employee account.',
    },
  },
  AUTOLOGIN_OFF: {
    status: 403,
    it: {
      title: 'Opzione «Accedi direttamente» non attiva',
      detail:
        'Per questo numero «Accedi direttamente» non è attivo, come per ogni SIM solo dati: accedi con username e password. Puoi attivarlo nel tuo account.',
    },
    en: {
      title: 'Option “Sign in directly” is off',
      detail:
        'For this number “Sign in directly” is off, as for every data-only SIM: sign in with username and password. You can turn it on in your account.',
    },
  },
  SESSION_REQUIRED: {
    status: 401,
    it: { title: 'Accesso necessario', detail: 'Accedi con username e password e riprova.' },
    en: { title: 'Sign-in required', detail: 'Sign in with username and password, then try again.' },
  },
  SESSION_INVALID: {
    status: 401,
    it: { title: 'Accesso terminato', detail: 'La sessione è terminata o scaduta: accedi di nuovo.' },
    en: { title: 'Session ended', detail: 'Your session has ended or expired: sign in again.' },
  },
  NOT_PERMITTED: {
    status: 403,
    it: {
      title: 'Operazione non prevista per il tuo profilo',
      detail: 'Il tuo profilo non comprende questa operazione: chiedi allo User Admin della tua azienda.',
    },
    en: {
      title: 'Not part of your profile',
      detail: "Your profile does not include this operation: ask your company's User Admin.",
    },
  },
  MOBILE_IS_LINE: {
    status: 403,
    it: {
      title: 'Il cellulare è la tua linea',
      detail:
        'Il numero del tuo account è la linea con cui accedi e non si cambia: con «Associa SIM» aggiungi un’altra linea.',
    },
    en: {
      title: 'Your mobile is your line',
      detail:
        "Your account's number is the line you sign in with and cannot be changed: you can add another line with “Add a SIM”.",
    },
  },
  STEP_UP_REQUIRED: {
    status: 403,
    it: {
      title: 'Conferma che sei tu',
      detail: 'Per questa operazione inserisci di nuovo la tua password, o usa una passkey.',
    },
    en: {
      title: 'Confirm that it is you',
      detail: 'Enter your password again, or use a passkey, to continue.',
    },
  },
  UNDO_LINK_VOID: {
    status: 410,
    it: {
      title: 'Link non valido',
      detail:
        'Il link non è completo o non vale più: copialo per intero dal messaggio, oppure chiama il 1928.',
    },
    en: {
      title: 'The link is not valid',
      detail: 'The link is incomplete or no longer works: copy all of it from the message, or call 1928.',
    },
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
