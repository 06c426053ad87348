import { catalogue } from '../errors/catalogue';
import type { CatalogueEntry } from '../errors/catalogueEntry';
import type { ProblemCode } from '../errors/problemCodes';
import type { FlowName } from '../../workflows/contracts/flow';

/** What only a page tells, where no refusal was thrown. */
export type PageNotice = 'FLOW_GONE' | 'INVITATION_OVER' | 'PASSWORD_WINDOW_OVER';

const startAgain: Omit<CatalogueEntry, 'status'> = {
  it: {
    title: 'Riparti dal link dell’email',
    detail:
      'È passato troppo tempo, oppure il browser non accetta i cookie di questo sito. Apri di nuovo il link dell’email e premi «Attiva il profilo».',
  },
  en: {
    title: 'Start again from the link',
    detail:
      'Too much time went by, or the browser does not take the cookies of this site. Open the link of the e-mail again and press “Activate the profile”.',
  },
};

const emptyField: Omit<CatalogueEntry, 'status'> = {
  it: { title: 'Campo da completare', detail: 'Compila questo campo e riprova.' },
  en: { title: 'Field to fill in', detail: 'Fill this field in and try again.' },
};

const notices: Readonly<Record<PageNotice, CatalogueEntry>> = {
  FLOW_GONE: {
    status: 410,
    it: {
      title: 'Link non più valido',
      detail:
        'Il link è già stato usato, oppure il suo tempo è terminato. Se il profilo non è attivo, inizia una nuova registrazione.',
    },
    en: {
      title: 'Link no longer valid',
      detail:
        'The link was used before, or its time is over. If the profile is not active, begin a new registration.',
    },
  },
  INVITATION_OVER: {
    status: 410,
    it: {
      title: 'Invito non più valido',
      detail:
        'L’invito è stato annullato o sostituito, oppure il suo tempo è terminato. Usa il link dell’email più recente, o chiedi un nuovo invito allo User Admin della tua azienda.',
    },
    en: {
      title: 'Invitation no longer valid',
      detail:
        'The invitation was withdrawn or replaced, or its time is over. Use the link of the latest e-mail, or ask your company’s User Admin for a new invitation.',
    },
  },
  PASSWORD_WINDOW_OVER: {
    status: 409,
    it: {
      title: 'Il tempo per creare la password è finito',
      detail: 'Nulla è andato perso: apri di nuovo il link dell’email e premi «Attiva il profilo».',
    },
    en: {
      title: 'The time to create the password is over',
      detail: 'Nothing is lost: open the link of the e-mail again and press “Activate the profile”.',
    },
  },
};

/** Where the catalogue speaks to the developer of a client, a page has its own words for its reader. */
const forReaders: Partial<Readonly<Record<ProblemCode, Omit<CatalogueEntry, 'status'>>>> = {
  FIELD_INVALID: emptyField,
  FLOW_TOKEN_REQUIRED: startAgain,
  REQUEST_INVALID: startAgain,
  REQUEST_MALFORMED: startAgain,
  MEDIA_TYPE_UNSUPPORTED: startAgain,
  STEP_OUT_OF_ORDER: {
    it: {
      title: 'Questo passaggio ora non è possibile',
      detail:
        'Apri di nuovo il link dell’email più recente e premi «Attiva il profilo». Se succede ancora, chiama il 1928.',
    },
    en: {
      title: 'This step is not possible now',
      detail:
        'Open the link of the latest e-mail again and press “Activate the profile”. If it happens again, call 1928.',
    },
  },
  TEMPORARILY_UNAVAILABLE: {
    it: {
      title: 'Servizio non disponibile',
      detail:
        'Per un momento non riusciamo a completare il passaggio. Riprova tra qualche secondo: nulla va perso né si ripete.',
    },
    en: {
      title: 'Service not available',
      detail:
        'For a moment we cannot complete this step. Try again in a few seconds: nothing is lost or done twice.',
    },
  },
};

/** Status, and what a person in front of the page reads. */
export function pageEntryOf(code: ProblemCode | PageNotice): CatalogueEntry {
  return isNotice(code) ? notices[code] : { ...catalogue[code], ...forReaders[code] };
}

/** What its reader is told of a link that is over: who was invited asks the User Admin, who registers begins again. */
export function toldOfLink(code: ProblemCode, flow: FlowName | undefined): ProblemCode | PageNotice {
  const isOver = code === 'LINK_VOID' || code === 'FLOW_EXPIRED' || code === 'NOT_FOUND';
  if (isOver && flow === 'telcoManagerInvitation') return 'INVITATION_OVER';
  return code === 'NOT_FOUND' ? 'FLOW_GONE' : code;
}

function isNotice(code: ProblemCode | PageNotice): code is PageNotice {
  return code in notices;
}
