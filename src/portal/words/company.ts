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
    statuses: { active: 'attiva', ceased: 'cessata' },
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
    searchHint: 'First or last digits of the number, three at least.',
    searchButton: 'Search',
    none: 'No line matches.',
    kinds: { voice: 'voice SIM', 'data-only': 'data-only SIM' },
    statuses: { active: 'active', ceased: 'ceased' },
    since: 'Registered since',
    notRegistered: 'Not registered',
    free: 'Free the line',
    freeWarning: 'The line leaves the account that uses it; we tell whoever uses it, and you.',
    freeButton: 'Free',
    next: 'Next page',
  },
  managers: {
    heading: 'Telco Managers',
    intro: 'Telco Managers can do all that you can, but for creating and managing profiles.',
    invite: 'Create a Telco Manager',
    none: 'There is no Telco Manager yet.',
    statuses: { invited: 'Invited on', expired: 'Invitation expired on', active: 'Active since' },
    deliveries: {
      DELAYED: 'The e-mail of the invitation has not left yet: we go on trying.',
      UNDELIVERABLE:
        'The e-mail of the invitation cannot be delivered: the mailbox refuses it. Delete the profile and create it with another address.',
    },
    again: 'Send the invitation again',
    againButton: 'Invite again',
    againInvited: 'The e-mail of the invitation goes out again.',
    recreate: 'Delete and create again',
    recreateButton: 'Yes, delete and create again',
    againActive:
      'The profile is deleted and created anew with the same username: the present password is void and a new invitation goes out.',
    delete: 'Delete the profile',
    deleteButton: 'Yes, delete',
    deleteWarning: 'The profile is deleted at once and its sessions end.',
  },
};

/** The words of the pages for a company's administrators. */
export const companyTexts: Readonly<Record<Locale, typeof it>> = { it, en };
