import type { Locale } from '../../../workflows/contracts/flow';

const it = {
  faq: {
    heading: 'Domande frequenti',
    search: 'Cerca nelle risposte',
    button: 'Cerca',
    none: 'Nessuna risposta parla di questo. Prova con altre parole, o chiama il 1928.',
    other: 'Non hai trovato quello che cerchi?',
    nationalCoverage: 'Controlla la copertura nazionale',
    foreignCoverage: 'Controlla la copertura all’estero',
  },
  portals: {
    heading: 'Qual è il mio portale?',
    intro: 'Scrivi il nome della tua offerta e scegli il tuo profilo: ti diciamo dove accedere.',
    offer: 'Nome dell’offerta',
    offerHint: 'Come sulla fattura o sul contratto.',
    profile: 'Profilo',
    profiles: { employee: 'Dipendente', userAdmin: 'User Admin', telcoManager: 'Telco Manager' },
    segment: 'La tua azienda',
    segments: { SME: 'Piccola o media', LARGE: 'Grande' },
    button: 'Trova il portale',
    all: 'Tutti i portali',
  },
  privacy: {
    heading: 'Privacy',
    text: [
      'Usiamo i dati che inserisci solo per registrarti, farti accedere e avvisarti di ciò che succede al tuo account.',
      'Codici di controllo, PUK e password non vengono conservati in chiaro. Gli eventi di sicurezza restano con dati mascherati.',
      'Quando cancelli l’account, credenziali e dati personali vengono eliminati; linee, offerte e contratti restano come sono.',
    ],
  },
  cookies: {
    heading: 'Cookie',
    notice: 'Usiamo solo cookie tecnici: servono per accedere e per le procedure in corso.',
    noticeLink: 'Quali sono',
    close: 'Chiudi',
    text: [
      'Questo portale usa solo cookie tecnici propri, per i quali non serve il consenso, e nessun contenuto di altri siti.',
    ],
    list: [
      'session: ti tiene connesso, fino a 24 ore.',
      'device: riconosce un dispositivo da cui hai già fatto accesso, fino a 180 giorni.',
      'flow e activation: ricordano la procedura in corso, fino alla sua fine.',
      'draft: conserva per pochi minuti un modulo interrotto dalla richiesta della password.',
      'network-attempt e network-refusal: servono per pochi minuti ad «Accedi direttamente».',
      'cookie-notice: ricorda per 180 giorni che hai chiuso questo avviso.',
    ],
  },
};

const en: typeof it = {
  faq: {
    heading: 'Frequently asked questions',
    search: 'Search the answers',
    button: 'Search',
    none: 'No answer is about this. Try other words, or call 1928.',
    other: 'Have you not found what you were looking for?',
    nationalCoverage: 'Check the national coverage',
    foreignCoverage: 'Check the coverage abroad',
  },
  portals: {
    heading: 'Which portal is mine?',
    intro: 'Enter the name of your offer and choose your profile: we tell you where to sign in.',
    offer: 'Name of the offer',
    offerHint: 'As on the bill or the contract.',
    profile: 'Profile',
    profiles: { employee: 'Employee', userAdmin: 'User Admin', telcoManager: 'Telco Manager' },
    segment: 'Your company',
    segments: { SME: 'Small or medium', LARGE: 'Large' },
    button: 'Find the portal',
    all: 'All portals',
  },
  privacy: {
    heading: 'Privacy',
    text: [
      'We use the data that you enter only to register you, to sign you in and to tell you what happens to your account.',
      'Control codes, PUKs and passwords are not kept in clear. Security events stay with masked data.',
      'When you delete the account, credentials and personal data are erased; lines, offers and contracts stay as they are.',
    ],
  },
  cookies: {
    heading: 'Cookies',
    notice: 'We use technical cookies only: to sign you in and for what is under way.',
    noticeLink: 'Which ones',
    close: 'Close',
    text: [
      'This portal uses technical cookies of its own only, for which no consent is needed, and nothing of other sites.',
    ],
    list: [
      'session: keeps you signed in, up to 24 hours.',
      'device: recognises a device that signed in before, up to 180 days.',
      'flow and activation: remember what is under way, until it ends.',
      'draft: keeps a form for a few minutes that the question for the password interrupted.',
      'network-attempt and network-refusal: for a few minutes of “Sign in directly”.',
      'cookie-notice: remembers for 180 days that you closed this notice.',
    ],
  },
};

/** The words of the pages that inform. */
export const infoTexts: Readonly<Record<Locale, typeof it>> = { it, en };
