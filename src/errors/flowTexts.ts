import type { RefusalCode } from '../../workflows/contracts/flow';
import type { codeTexts } from './codeTexts';
import type { CatalogueEntry } from './catalogueEntry';

/** Refusals that a flow gives. */
export const flowTexts: Readonly<Record<Exclude<RefusalCode, keyof typeof codeTexts>, CatalogueEntry>> = {
  CONTRACT_DATA_MISMATCH: {
    status: 422,
    it: {
      title: 'I dati non corrispondono',
      detail:
        'I dati inseriti non corrispondono a un contratto. Controllali sulla proposta di contratto; se non riesci a recuperarli chiama il 1928.',
    },
    en: {
      title: 'Your details do not match',
      detail:
        'What you entered does not match a contract. Check it against the contract proposal; if you cannot find it, call 1928.',
    },
  },
  VAT_ALREADY_SERVED: {
    status: 422,
    it: {
      title: 'Partita IVA già registrata',
      detail:
        'Per questa Partita IVA esiste già uno User Admin. Se sei tu, accedi o recupera la password; altrimenti chiama il 1928.',
    },
    en: {
      title: 'VAT number already registered',
      detail:
        'This VAT number already has a User Admin. If that is you, sign in or recover your password; otherwise call 1928.',
    },
  },
  LARGE_COMPANY: {
    status: 422,
    it: {
      title: 'Azienda servita da WindeCare',
      detail: 'Le grandi aziende sono servite da WindeCare: https://windecare.wind.it.',
    },
    en: {
      title: 'Company served by WindeCare',
      detail: 'Large companies are served by WindeCare: https://windecare.wind.it.',
    },
  },
  NO_ELIGIBLE_OFFER: {
    status: 422,
    it: {
      title: 'Nessuna offerta attiva per il Selfcare',
      detail: 'Le offerte attive della tua azienda sono servite dal portale Wind eCare.',
    },
    en: {
      title: 'No active offer for Selfcare',
      detail: "Your company's active offers are served by the Wind eCare portal.",
    },
  },
  USERNAME_TAKEN: {
    status: 422,
    it: { title: 'Username già in uso', detail: 'Scegli un altro username e invia di nuovo i dati.' },
    en: { title: 'Username taken', detail: 'Choose another username and send the form again.' },
  },
  TOO_MANY_TAKEN_USERNAMES: {
    status: 429,
    it: {
      title: 'Troppi username già in uso',
      detail:
        'Oggi per la tua azienda sono stati provati troppi username già in uso: potrai invitare altri Telco Manager da domani.',
    },
    en: {
      title: 'Too many taken usernames',
      detail:
        'Your company tried too many usernames that are taken: you can invite new Telco Managers tomorrow.',
    },
  },
  TOO_MANY_MANAGERS: {
    status: 409,
    it: {
      title: 'Troppi Telco Manager',
      detail: 'La tua azienda ha già tutti i Telco Manager che può avere: cancellane uno, poi invita.',
    },
    en: {
      title: 'Too many Telco Managers',
      detail: 'Your company already has as many Telco Managers as it may have: delete one, then invite.',
    },
  },
  REGISTRATION_UNDER_WAY: {
    status: 409,
    it: {
      title: 'Registrazione già in corso',
      detail:
        'Dalla casella email del contratto si sta creando la password: riprova più tardi, o chiama il 1928.',
    },
    en: {
      title: 'Registration in progress',
      detail: "The password is being created from the contract's mailbox: try again later, or call 1928.",
    },
  },
  MESSAGE_BUDGET_SPENT: {
    status: 429,
    it: {
      title: 'Troppi messaggi richiesti',
      detail:
        'Oggi sono già stati chiesti troppi messaggi per questo indirizzo o numero. Usa l’ultimo ricevuto o riprova più tardi.',
    },
    en: {
      title: 'Too many messages requested',
      detail:
        'Too many messages have been requested for this address or number today. Use the latest one, or try again later.',
    },
  },
  STEP_OUT_OF_ORDER: {
    status: 409,
    it: {
      title: 'Passaggio non previsto ora',
      detail: 'La procedura è a un altro punto: controlla i prossimi passi.',
    },
    en: {
      title: 'Not the next step',
      detail: 'The flow is at another step: check its next steps.',
    },
  },
  RESEND_TOO_EARLY: {
    status: 429,
    it: { title: 'Troppo presto', detail: 'Attendi ancora un momento prima di chiedere un nuovo invio.' },
    en: { title: 'Too early', detail: 'Wait a little longer before you ask for it again.' },
  },
  RESENDS_SPENT: {
    status: 409,
    it: {
      title: 'Nessun altro invio possibile',
      detail: 'Controlla anche la posta indesiderata. Se non trovi il messaggio, inizia di nuovo.',
    },
    en: {
      title: 'It cannot be sent again',
      detail: 'Check your spam folder, too. If the message is not there, start over.',
    },
  },
  LINK_VOID: {
    status: 410,
    it: {
      title: 'Link non più valido',
      detail: 'Il link è stato annullato o sostituito: usa quello dell’email più recente.',
    },
    en: {
      title: 'Link no longer valid',
      detail: 'The link was withdrawn or replaced: use the one in the latest e-mail.',
    },
  },
  FLOW_EXPIRED: {
    status: 410,
    it: {
      title: 'Tempo scaduto',
      detail: 'Il tempo a disposizione è terminato: inizia di nuovo.',
    },
    en: { title: 'Time is up', detail: 'The time for this has run out: start over.' },
  },
  PASSWORD_HANDOVER_LOST: {
    status: 409,
    it: { title: 'Password non salvata', detail: 'La password non è stata salvata: inseriscila di nuovo.' },
    en: { title: 'Password not saved', detail: 'The password was not saved: enter it again.' },
  },
  LINE_ALREADY_ASSOCIATED: {
    status: 409,
    it: { title: 'Linea già associata', detail: 'La linea fa già parte del tuo account.' },
    en: { title: 'Line already added', detail: 'The line is already part of your account.' },
  },
  TWO_LINES_ALREADY: {
    status: 409,
    it: {
      title: 'Due linee già associate',
      detail: 'Un account ha al massimo due linee: togli la seconda e riprova.',
    },
    en: {
      title: 'Two lines already',
      detail: 'An account has two lines at most: remove the second one, then try again.',
    },
  },
  CONTACT_UNCHANGED: {
    status: 409,
    it: { title: 'Nessun cambiamento', detail: 'È già il contatto del tuo account.' },
    en: { title: 'Nothing to change', detail: 'It is already the contact of your account.' },
  },
  ACCOUNT_CHANGED: {
    status: 409,
    it: {
      title: 'L’account è cambiato',
      detail:
        'Nel frattempo la password è stata cambiata o l’account è stato chiuso: accedi e inizia di nuovo.',
    },
    en: {
      title: 'The account has changed',
      detail: 'In the meantime the password was changed or the account was closed: sign in and start over.',
    },
  },
};
