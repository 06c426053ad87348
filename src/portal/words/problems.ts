import type { CatalogueEntry } from '../../errors/catalogueEntry';
import type { ProblemCode } from '../../errors/catalogue';

/** What only a page tells, where no refusal was thrown. */
export type PageNotice =
  'FIELD_EMPTY' | 'SEARCH_INVALID' | 'FLOW_GONE' | 'INVITATION_OVER' | 'COOKIES_OFF' | 'PASSWORD_WINDOW_OVER';

/** Where its reader is: on the way that the link of a mail opened, or anywhere else on the portal. */
export type ReaderPlace = 'link' | 'portal';

type Texts = Omit<CatalogueEntry, 'status'>;

export const notices: Readonly<Record<PageNotice, CatalogueEntry>> = {
  FIELD_EMPTY: {
    status: 400,
    it: { title: 'Campo da completare', detail: 'Compila questo campo e riprova.' },
    en: { title: 'Field to fill in', detail: 'Fill this field in and try again.' },
  },
  SEARCH_INVALID: {
    status: 400,
    it: {
      title: 'Scrivi almeno tre cifre del numero',
      detail: 'Le prime o le ultime: solo cifre, al massimo 15.',
    },
    en: {
      title: 'Enter at least three digits of the number',
      detail: 'The first or last ones: digits only, 15 at most.',
    },
  },
  FLOW_GONE: {
    status: 410,
    it: {
      title: 'Link non più valido',
      detail:
        'Il link è già stato usato, oppure è scaduto. Se il profilo non è attivo, inizia una nuova registrazione.',
    },
    en: {
      title: 'Link no longer valid',
      detail:
        'The link has already been used, or has expired. If the profile is not active, start a new registration.',
    },
  },
  COOKIES_OFF: {
    status: 401,
    it: {
      title: 'Il browser non conserva i cookie',
      detail:
        'Servono per creare la password: attivali per questo sito e premi di nuovo «Attiva il profilo».',
    },
    en: {
      title: 'The browser keeps no cookies',
      detail:
        'They are needed to create the password: allow them for this site and press “Activate the profile” again.',
    },
  },
  INVITATION_OVER: {
    status: 410,
    it: {
      title: 'Invito non più valido',
      detail:
        'L’invito è stato annullato o sostituito, oppure è scaduto. Usa il link dell’email più recente, o chiedi un nuovo invito allo User Admin della tua azienda.',
    },
    en: {
      title: 'Invitation no longer valid',
      detail:
        'The invitation was withdrawn or replaced, or has expired. Use the link in the latest e-mail, or ask your company’s User Admin for a new invitation.',
    },
  },
  PASSWORD_WINDOW_OVER: {
    status: 409,
    it: {
      title: 'Il tempo per creare la password è finito',
      detail: 'Nulla è andato perso: apri di nuovo il link dell’email e premi «Attiva il profilo».',
    },
    en: {
      title: 'The time to create the password has run out',
      detail: 'Nothing is lost: open the link in the e-mail again and press “Activate the profile”.',
    },
  },
};

const startAgainFromLink: Texts = {
  it: {
    title: 'Riparti dal link dell’email',
    detail:
      'È passato troppo tempo, oppure il browser non accetta i cookie di questo sito. Apri di nuovo il link dell’email e premi «Attiva il profilo».',
  },
  en: {
    title: 'Start again from the link',
    detail:
      'Too much time has passed, or your browser does not accept this site’s cookies. Open the link in the e-mail again and press “Activate the profile”.',
  },
};

const startAgain: Texts = {
  it: {
    title: 'Ricomincia da qui',
    detail:
      'È passato troppo tempo, l’hai iniziata su un altro dispositivo, oppure il browser non accetta i cookie di questo sito: ricomincia dall’inizio.',
  },
  en: {
    title: 'Start again here',
    detail:
      'Too much time has passed, you started on another device, or your browser does not accept this site’s cookies: start over.',
  },
};

const unreadForm: Texts = {
  it: {
    title: 'Il modulo non è arrivato intero',
    detail: 'Nulla è stato fatto: apri di nuovo la pagina, compilala e riprova.',
  },
  en: {
    title: 'The form did not arrive complete',
    detail: 'Nothing has been done: open the page again, fill it in and try again.',
  },
};

const pageMissing: Texts = {
  it: {
    title: 'Pagina non trovata',
    detail: 'L’indirizzo non esiste, o quello che mostrava non c’è più.',
  },
  en: {
    title: 'Page not found',
    detail: 'This address does not exist, or what it showed is no longer there.',
  },
};

const unreadField: Texts = {
  it: { title: 'Valore non valido', detail: 'Controlla quello che hai scritto in questo campo e riprova.' },
  en: { title: 'Value not valid', detail: 'Check what you entered here and try again.' },
};

const offerUnknown: Texts = {
  it: {
    title: 'Offerta sconosciuta',
    detail:
      'Nessuna offerta ha questo nome: scrivilo come sulla fattura o sul contratto. Mentre scrivi ti suggeriamo i nomi che conosciamo.',
  },
  en: {
    title: 'Unknown offer',
    detail:
      'No offer has this name: enter it as it appears on your bill or contract. As you type, we suggest the names we know.',
  },
};

const outage: Texts = {
  it: {
    title: 'Servizio non disponibile',
    detail:
      'Per un momento non riusciamo a completare il passaggio. Riprova tra qualche secondo: nulla va perso né si ripete.',
  },
  en: {
    title: 'Service not available',
    detail:
      'We cannot complete this step right now. Try again in a few seconds: nothing is lost or done twice.',
  },
};

const anywhere: Partial<Readonly<Record<ProblemCode, Texts>>> = {
  FIELD_INVALID: unreadField,
  REQUEST_INVALID: unreadForm,
  REQUEST_MALFORMED: unreadForm,
  REQUEST_TOO_LARGE: unreadForm,
  MEDIA_TYPE_UNSUPPORTED: unreadForm,
  NOT_FOUND: pageMissing,
  METHOD_NOT_ALLOWED: pageMissing,
  TEMPORARILY_UNAVAILABLE: outage,
  OFFER_UNKNOWN: offerUnknown,
};

/** Where the catalogue speaks to the developer of a client, a page has its own words for its reader. */
export const forReaders: Readonly<Record<ReaderPlace, Partial<Readonly<Record<ProblemCode, Texts>>>>> = {
  link: {
    ...anywhere,
    FLOW_TOKEN_REQUIRED: startAgainFromLink,
    STEP_OUT_OF_ORDER: {
      it: {
        title: 'Questo passaggio ora non è possibile',
        detail:
          'Apri di nuovo il link dell’email più recente e premi «Attiva il profilo». Se succede ancora, chiama il 1928.',
      },
      en: {
        title: 'This step is not possible now',
        detail:
          'Open the link in the latest e-mail again and press “Activate the profile”. If it happens again, call 1928.',
      },
    },
  },
  portal: {
    ...anywhere,
    FLOW_TOKEN_REQUIRED: startAgain,
    FLOW_TOKEN_INVALID: startAgain,
    STEP_OUT_OF_ORDER: {
      it: {
        title: 'Questo passaggio ora non è possibile',
        detail: 'Forse l’hai già fatto, qui o in un’altra finestra: la pagina mostra dove sei arrivato.',
      },
      en: {
        title: 'This step is not possible now',
        detail: 'You may have done it already, here or in another window: the page shows where you are.',
      },
    },
  },
};
