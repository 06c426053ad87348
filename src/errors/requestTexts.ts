import type { CatalogueEntry } from './catalogueEntry';

/** Refusals of a request as such, and failures of the service. */
export const requestTexts = {
  REQUEST_MALFORMED: {
    status: 400,
    it: { title: 'Richiesta illeggibile', detail: 'Il corpo della richiesta non è un oggetto JSON.' },
    en: { title: 'Request not readable', detail: 'The body of the request is not a JSON object.' },
  },
  REQUEST_INVALID: {
    status: 400,
    it: {
      title: 'Richiesta non valida',
      detail: 'Uno o più campi mancano, non sono previsti o sono del tipo sbagliato.',
    },
    en: {
      title: 'Request not valid',
      detail: 'One or more fields are missing, unexpected or of the wrong type.',
    },
  },
  FIELD_UNKNOWN: {
    status: 400,
    it: { title: 'Campo sconosciuto', detail: 'La richiesta non prevede questo campo.' },
    en: { title: 'Unknown field', detail: 'The request has no such field.' },
  },
  FIELD_INVALID: {
    status: 400,
    it: { title: 'Campo non valido', detail: 'Il campo manca o è del tipo sbagliato.' },
    en: { title: 'Field not valid', detail: 'The field is missing or of the wrong type.' },
  },
  REQUEST_TOO_LARGE: {
    status: 413,
    it: { title: 'Richiesta troppo grande', detail: 'Il corpo della richiesta supera i 16 kB.' },
    en: { title: 'Request too large', detail: 'The body of the request is over 16 kB.' },
  },
  MEDIA_TYPE_UNSUPPORTED: {
    status: 415,
    it: {
      title: 'Formato non previsto',
      detail: 'Invia il corpo come application/json, in UTF-8 e non compresso.',
    },
    en: {
      title: 'Media type not supported',
      detail: 'Send the body as application/json, in UTF-8 and not compressed.',
    },
  },
  NOT_FOUND: {
    status: 404,
    it: { title: 'Non trovato', detail: 'Questo indirizzo non esiste.' },
    en: { title: 'Not found', detail: 'There is nothing at this address.' },
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    it: {
      title: 'Metodo non previsto',
      detail: 'Questo indirizzo esiste, ma non con questo metodo: vedi Allow.',
    },
    en: { title: 'Method not allowed', detail: 'This address exists, but not with this method: see Allow.' },
  },
  IDEMPOTENCY_KEY_REQUIRED: {
    status: 400,
    it: {
      title: 'Idempotency-Key mancante',
      detail: 'Invia un UUID nell’intestazione Idempotency-Key, lo stesso quando ripeti la richiesta.',
    },
    en: {
      title: 'Idempotency-Key missing',
      detail: 'Send a UUID in the header Idempotency-Key, the same one when you repeat the request.',
    },
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    it: {
      title: 'Richiesta già inviata con un’altra password',
      detail: 'Inserisci di nuovo la password; un programma usa un altro UUID in Idempotency-Key.',
    },
    en: {
      title: 'Request already sent with another password',
      detail: 'Enter the password again; a program uses another UUID in Idempotency-Key.',
    },
  },
  FLOW_TOKEN_REQUIRED: {
    status: 401,
    it: {
      title: 'Flow token mancante',
      detail: 'Invia il flow token nell’intestazione Authorization: Bearer.',
    },
    en: { title: 'Flow token missing', detail: 'Send the flow token in the header Authorization: Bearer.' },
  },
  FLOW_TOKEN_INVALID: {
    status: 401,
    it: { title: 'Flow token non valido', detail: 'Il flow token non appartiene a questa registrazione.' },
    en: { title: 'Flow token not valid', detail: 'The flow token does not belong to this flow.' },
  },
  FLOW_TOKEN_INSUFFICIENT: {
    status: 403,
    it: {
      title: 'Operazione non consentita',
      detail: 'La password si crea solo dal link ricevuto per email.',
    },
    en: { title: 'Not permitted', detail: 'The password can only be created from the link in the e-mail.' },
  },
  LINK_UNKNOWN: {
    status: 404,
    it: {
      title: 'Link sconosciuto',
      detail: 'Il codice di attivazione non è completo: copialo per intero dall’email.',
    },
    en: {
      title: 'Unknown link',
      detail: 'The activation code is not complete: copy all of it from the e-mail.',
    },
  },
  OFFER_UNKNOWN: {
    status: 404,
    it: {
      title: 'Offerta sconosciuta',
      detail: 'Nessuna offerta ha questo nome: sceglila dall’elenco, o cercala nel contratto.',
    },
    en: {
      title: 'Unknown offer',
      detail: 'No offer has this name: choose it from the list, or look it up in the contract.',
    },
  },
  FIRST_LINE_STAYS: {
    status: 409,
    it: {
      title: 'La linea con cui accedi resta',
      detail:
        'Puoi togliere solo la seconda linea: questa è il tuo username. Se non ti serve più, cancella l’account.',
    },
    en: {
      title: 'The line you sign in with stays',
      detail:
        'Only the second line can be removed: this one is your username. If you no longer need it, delete the account.',
    },
  },
  ORIGIN_REFUSED: {
    status: 403,
    it: {
      title: 'Richiesta da un altro sito',
      detail:
        'La richiesta non è partita da questo sito, e nulla è stato cambiato: apri di nuovo la pagina di questo sito.',
    },
    en: {
      title: 'Request from another site',
      detail:
        'The request did not come from this site, and nothing was changed: open the page on this site again.',
    },
  },
  TOO_MANY_STARTS: {
    status: 429,
    it: {
      title: 'Troppe richieste',
      detail: 'Da questa rete sono arrivate troppe registrazioni: riprova più tardi, o chiama il 1928.',
    },
    en: {
      title: 'Too many requests',
      detail: 'Too many registrations came from this network: try again later, or call 1928.',
    },
  },
  OVERLOADED: {
    status: 503,
    it: {
      title: 'Servizio molto richiesto',
      detail: 'Ci sono molte richieste in corso: riprova tra qualche secondo.',
    },
    en: { title: 'Service busy', detail: 'The service is very busy right now: try again in a few seconds.' },
  },
  TEMPORARILY_UNAVAILABLE: {
    status: 503,
    it: {
      title: 'Servizio non disponibile',
      detail: 'Riprova tra qualche secondo con la stessa Idempotency-Key: nulla va perso né si ripete.',
    },
    en: {
      title: 'Service not available',
      detail: 'Try again in a few seconds with the same Idempotency-Key: nothing is lost or done twice.',
    },
  },
  INTERNAL_ERROR: {
    status: 500,
    it: {
      title: 'Errore interno',
      detail: 'Qualcosa non ha funzionato. Se si ripete, chiama il 1928 con il riferimento assistenza.',
    },
    en: {
      title: 'Internal error',
      detail: 'Something went wrong. If it happens again, call 1928 with the support reference.',
    },
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
