import type { Locale } from '../../../workflows/contracts/flow';

const it = {
  company: {
    heading: 'La tua azienda',
    total: 'linee:',
    registered: 'registrate:',
    search: 'Cerca una linea',
    searchHint: 'Le prime o le ultime cifre del numero, almeno tre.',
    searchButton: 'Cerca',
    none: 'Nessuna linea corrisponde.',
    kinds: { voice: 'SIM voce', 'data-only': 'SIM solo dati' },
    statuses: { active: 'attiva', suspended: 'sospesa', ceased: 'cessata' },
    since: 'Registrata dal',
    notRegistered: 'Non registrata',
    free: 'Libera la linea',
    freeWarning: 'La linea viene tolta dall’account che la usa; avvisiamo chi lo usa e te.',
    freeButton: 'Libera',
    next: 'Pagina successiva',
  },
  managers: {
    heading: 'Telco Manager',
    intro: 'I Telco Manager possono fare tutto ciò che puoi fare tu, tranne creare e gestire i profili.',
    invite: 'Crea un Telco Manager',
    none: 'Non c’è ancora nessun Telco Manager.',
    statuses: { invited: 'Invitato il', expired: 'Invito scaduto il', active: 'Attivo dal' },
    deliveries: {
      DELAYED: 'L’email di invito non è ancora partita: riproviamo noi.',
      UNDELIVERABLE:
        'L’email di invito non può essere consegnata: la casella la rifiuta. Cancella il profilo e crealo con un altro indirizzo.',
    },
    again: 'Invia di nuovo l’invito',
    againButton: 'Invita di nuovo',
    againInvited: 'L’email di invito parte di nuovo.',
    recreate: 'Cancella e crea di nuovo',
    recreateButton: 'Sì, cancella e crea di nuovo',
    againActive:
      'Il profilo viene cancellato e creato di nuovo con lo stesso username: la password attuale non vale più e parte un nuovo invito.',
    delete: 'Cancella il profilo',
    deleteButton: 'Sì, cancella',
    deleteWarning: 'Il profilo viene cancellato subito e i suoi accessi vengono chiusi.',
  },
};

const en: typeof it = {
  company: {
    heading: 'Your company',
    total: 'lines:',
    registered: 'registered:',
    search: 'Find a line',
    searchHint: 'The first or last digits of the number, at least three.',
    searchButton: 'Search',
    none: 'No line matches.',
    kinds: { voice: 'voice SIM', 'data-only': 'data-only SIM' },
    statuses: { active: 'active', suspended: 'suspended', ceased: 'ceased' },
    since: 'Registered since',
    notRegistered: 'Not registered',
    free: 'Free the line',
    freeWarning: 'The line is removed from the account that uses it; we notify that person, and you.',
    freeButton: 'Free',
    next: 'Next page',
  },
  managers: {
    heading: 'Telco Managers',
    intro: 'Telco Managers can do everything you can, except create and manage profiles.',
    invite: 'Create a Telco Manager',
    none: 'There are no Telco Managers yet.',
    statuses: { invited: 'Invited on', expired: 'Invitation expired on', active: 'Active since' },
    deliveries: {
      DELAYED: 'The invitation e-mail has not gone out yet: we keep trying.',
      UNDELIVERABLE:
        'The invitation e-mail cannot be delivered: the mailbox refuses it. Delete the profile and create it again with another address.',
    },
    again: 'Send the invitation again',
    againButton: 'Invite again',
    againInvited: 'The invitation e-mail goes out again.',
    recreate: 'Delete and create again',
    recreateButton: 'Yes, delete and create again',
    againActive:
      'The profile is deleted and created again with the same username: the current password stops working and a new invitation goes out.',
    delete: 'Delete the profile',
    deleteButton: 'Yes, delete',
    deleteWarning: 'The profile is deleted at once and its sessions end.',
  },
};

/** The words of the pages for a company's administrators. */
export const companyTexts: Readonly<Record<Locale, typeof it>> = { it, en };
