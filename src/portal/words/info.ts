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
      'Il titolare del trattamento dei dati è Wind Tre Business. Usiamo i dati che inserisci solo per registrarti, farti accedere, avvisarti di ciò che succede al tuo account e proteggerlo dagli abusi. I nostri fornitori, che recapitano SMS ed email, ricevono solo il numero o l’indirizzo e il messaggio.',
      'Codici di controllo, PUK e password non vengono conservati in chiaro.',
      'Hai il diritto di sapere quali dati abbiamo, di averne una copia, di farli correggere o cancellare, di limitarne l’uso e di opporti: per farlo, chiama il 1928. Puoi anche rivolgerti al Garante per la protezione dei dati personali.',
      'Che cosa conserviamo, e per quanto tempo:',
    ],
    list: [
      'account (username, Partita IVA, contatti, linee e, per un Telco Manager, nome e cognome): finché non viene cancellato. Linee, offerte e contratti restano come sono.',
      'registrazioni con link non completate: fino a {linkHours} ore; altre procedure non completate: fino a {flowHours} ore. Poi restano per pochi giorni registri tecnici, cifrati.',
      'passkey (nome, chiave pubblica, ultimo uso; mai impronta, volto o PIN): finché non le togli o l’account viene cancellato.',
      'accessi: fino a {sessionHours} ore; dispositivi riconosciuti: fino a {deviceDays} giorni.',
      'eventi di sicurezza: {auditDays} giorni, con numeri e indirizzi mascherati.',
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
      'session: ti tiene connesso, fino a {sessionHours} ore.',
      'device: riconosce un dispositivo da cui hai già fatto accesso, fino a {deviceDays} giorni.',
      'flow-… e activation-…: ricordano ciascuno una procedura in corso, fino alla sua fine; i cinque più recenti.',
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
    none: 'No answer covers this. Try other words, or call 1928.',
    other: 'Didn’t find what you were looking for?',
    nationalCoverage: 'Check national coverage',
    foreignCoverage: 'Check coverage abroad',
  },
  portals: {
    heading: 'Which portal is mine?',
    intro: 'Enter the name of your offer and choose your profile: we will tell you where to sign in.',
    offer: 'Name of the offer',
    offerHint: 'As it appears on your bill or contract.',
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
      'The data controller is Wind Tre Business. We use the data you enter only to register you, sign you in, tell you what happens to your account and protect it from abuse. The providers who deliver our text messages and e-mails receive only the number or address, and the message.',
      'Control codes, PUKs and passwords are not kept in clear text.',
      'You have the right to know what data we hold, get a copy, have it corrected or deleted, restrict its use and object to it: to do so, call 1928. You can also turn to the Italian data protection authority (Garante per la protezione dei dati personali).',
      'What we keep, and for how long:',
    ],
    list: [
      'account (username, VAT number, contacts, lines and, for a Telco Manager, the name): until it is deleted. Lines, offers and contracts stay as they are.',
      'registrations by link that are not completed: up to {linkHours} hours; anything else not completed: up to {flowHours} hours. After that, encrypted technical records remain for a few days.',
      'passkeys (name, public key, last use; never fingerprint, face or PIN): until you remove them or the account is deleted.',
      'sessions: up to {sessionHours} hours; recognised devices: up to {deviceDays} days.',
      'security events: {auditDays} days, with numbers and addresses masked.',
    ],
  },
  cookies: {
    heading: 'Cookies',
    notice: 'We only use technical cookies: to sign you in and for what is in progress.',
    noticeLink: 'Which ones',
    close: 'Close',
    text: [
      'This portal only uses technical cookies of its own, which need no consent, and nothing from other sites.',
    ],
    list: [
      'session: keeps you signed in, up to {sessionHours} hours.',
      'device: recognises a device you have signed in from, up to {deviceDays} days.',
      'flow-… and activation-…: each remembers one thing in progress, until it ends; the latest five.',
      'draft: keeps, for a few minutes, a form interrupted by the request for your password.',
      'network-attempt and network-refusal: used for a few minutes by “Sign in directly”.',
      'cookie-notice: remembers for 180 days that you closed this notice.',
    ],
  },
};

/** The words of the pages that inform. */
export const infoTexts: Readonly<Record<Locale, typeof it>> = { it, en };
