import type { Locale } from '../../../workflows/contracts/flow';

const it = {
  doneWords: {
    passwordChanged: 'La password è cambiata e gli altri accessi sono chiusi.',
    accountDeleted: 'Il tuo account è stato cancellato. Ti inviamo una conferma.',
    signedOut: 'Sei uscito dal tuo account.',
    sessionEnded: 'L’accesso è chiuso.',
    sessionsEnded: 'Tutti gli accessi sono chiusi, anche questo.',
    cookiesNeeded:
      'Hai appena inserito la password? Questo browser non conserva i cookie del portale: attivali e accedi di nuovo.',
    sessionOver: 'Il tuo accesso è terminato: accedi di nuovo e riprendi da dove eri.',
    autologinOn: '«Accedi direttamente» è attivo per la linea.',
    autologinOff: '«Accedi direttamente» non è più attivo per la linea.',
    lineRemoved: 'La linea non è più sul tuo account.',
    lineFreed: 'La linea è libera. Abbiamo avvisato chi la usava.',
    managerDeleted: 'Il Telco Manager è stato cancellato.',
    managerInvited: 'L’invito è partito.',
    passkeyAdded: 'La passkey è aggiunta.',
    passkeyRenamed: 'La passkey ha un altro nome.',
    passkeyKept: 'La passkey fa di nuovo accedere.',
    passkeyRemoved: 'La passkey non fa più accedere.',
    sentAgain: 'Richiesta ricevuta: se i dati sono corretti, il messaggio arriva di nuovo.',
  },
  forms: {
    userAdminRegistration: {
      heading: 'Registrazione – Crea uno User Admin',
      intro:
        'Tieni a portata di mano i dati della proposta di contratto: devono corrispondere tutti. Per ogni Partita IVA c’è un solo User Admin. Se non riesci a recuperarli, chiama il 1928.',
      button: 'Registra lo User Admin',
    },
    employeeRegistration: {
      heading: 'Registrazione – Crea un account dipendente',
      intro:
        'Registra la tua linea mobile aziendale: ti inviamo un codice di controllo per verificare che sia tua.',
      button: 'Continua',
    },
    passwordRecovery: {
      heading: 'Non ricordi la password',
      intro:
        'Ti inviamo un codice di controllo; poi crei una nuova password, che sostituisce la precedente. Se sei un Telco Manager, chiedila allo User Admin della tua azienda.',
      button: 'Invia il codice',
    },
    signIn: {
      heading: 'Accedi',
      intro: 'Con le credenziali create su questo portale o sull’App: valgono per entrambi.',
      button: 'Accedi',
    },
    newDeviceConfirmation: {
      heading: 'Accedi con un codice',
      intro: 'Se username e password sono giusti, ti inviamo un codice di controllo.',
      button: 'Invia il codice',
    },
    simAssociation: {
      heading: 'Associa SIM',
      intro: 'Puoi avere fino a due SIM sul tuo account. Verifichiamo che anche questa linea sia tua.',
      button: 'Associa la SIM',
    },
    emailChange: {
      heading: 'Cambia l’email',
      intro: 'Il codice di controllo arriva al nuovo indirizzo; al vecchio inviamo un avviso.',
      button: 'Continua',
    },
    mobileChange: {
      heading: 'Cambia il numero di cellulare',
      intro: 'Il codice di controllo arriva al nuovo numero; al vecchio inviamo un avviso.',
      button: 'Continua',
    },
    passwordChange: {
      heading: 'Cambia la password',
      intro: 'La nuova password vale subito, sul portale e sull’App.',
      button: 'Cambia la password',
    },
    accountDeletion: {
      heading: 'Cancella account',
      intro:
        'L’account e i tuoi dati personali vengono cancellati. Linee, offerte e contratti non cambiano. Per accedere di nuovo servirà una nuova registrazione.',
      button: 'Cancella il mio account',
    },
    telcoManagerInvitation: {
      heading: 'Crea un Telco Manager',
      intro: 'Inviamo alla sua email un link di invito che vale {linkHours} ore: la password la crea lui.',
      button: 'Invia l’invito',
    },
    stepUp: {
      heading: 'Conferma che sei tu',
      intro: 'Per questa operazione inserisci di nuovo la tua password.',
      button: 'Conferma',
    },
  },
};

const en: typeof it = {
  doneWords: {
    passwordChanged: 'Your password has been changed, and your other sessions have ended.',
    accountDeleted: 'Your account has been deleted. We are sending you a confirmation.',
    signedOut: 'You are signed out.',
    sessionEnded: 'The session has ended.',
    sessionsEnded: 'All sessions have ended, this one too.',
    cookiesNeeded:
      'Did you just enter your password? This browser keeps no cookies of the portal: allow them and sign in again.',
    sessionOver: 'Your session is over: sign in again and pick up where you left off.',
    autologinOn: '“Sign in directly” is on for the line.',
    autologinOff: '“Sign in directly” is off for the line.',
    lineRemoved: 'The line is no longer on your account.',
    lineFreed: 'The line is free. We have told the person who used it.',
    managerDeleted: 'The Telco Manager has been deleted.',
    managerInvited: 'The invitation is on its way.',
    passkeyAdded: 'The passkey has been added.',
    passkeyRenamed: 'The passkey has another name.',
    passkeyKept: 'The passkey signs in again.',
    passkeyRemoved: 'The passkey signs in no more.',
    sentAgain: 'We have your request: if your details are right, the message will come again.',
  },
  forms: {
    userAdminRegistration: {
      heading: 'Registration – Create a User Admin',
      intro:
        'Have your contract proposal at hand: all the details have to match. There is one User Admin for each VAT number. If you cannot find them, call 1928.',
      button: 'Register the User Admin',
    },
    employeeRegistration: {
      heading: 'Registration – Create an employee account',
      intro: 'Register your business mobile line: we send you a control code to verify that it is yours.',
      button: 'Continue',
    },
    passwordRecovery: {
      heading: 'Forgot your password',
      intro:
        'We send you a control code; then you create a new password, which replaces the old one. If you are a Telco Manager, ask your company’s User Admin instead.',
      button: 'Send the code',
    },
    signIn: {
      heading: 'Sign in',
      intro: 'With the credentials created on this portal or in the App: they work on both.',
      button: 'Sign in',
    },
    newDeviceConfirmation: {
      heading: 'Sign in with a code',
      intro: 'If username and password are right, we send you a control code.',
      button: 'Send the code',
    },
    simAssociation: {
      heading: 'Add a SIM',
      intro: 'You can have up to two SIMs on your account. We verify that this line is yours, too.',
      button: 'Add the SIM',
    },
    emailChange: {
      heading: 'Change e-mail',
      intro: 'The control code goes to the new address; the old one gets a notice.',
      button: 'Continue',
    },
    mobileChange: {
      heading: 'Change mobile number',
      intro: 'The control code goes to the new number; the old one gets a notice.',
      button: 'Continue',
    },
    passwordChange: {
      heading: 'Change password',
      intro: 'The new password works at once, on the portal and in the App.',
      button: 'Change password',
    },
    accountDeletion: {
      heading: 'Delete account',
      intro:
        'The account and your personal data are deleted. Lines, offers and contracts do not change. To come back, you will have to register again.',
      button: 'Delete my account',
    },
    telcoManagerInvitation: {
      heading: 'Create a Telco Manager',
      intro:
        'We e-mail the new Telco Manager an invitation link that works for {linkHours} hours; they create the password themselves.',
      button: 'Send the invitation',
    },
    stepUp: {
      heading: 'Confirm that it is you',
      intro: 'Enter your password again to continue.',
      button: 'Confirm',
    },
  },
};

/** The words of the forms. */
export const formTexts: Readonly<Record<Locale, typeof it>> = { it, en };
