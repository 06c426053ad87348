import type { Locale } from '../../../workflows/contracts/flow';

const it = {
  heading: 'Account e Profilo',
  profile: 'Profilo',
  profiles: { userAdmin: 'User Admin', telcoManager: 'Telco Manager', employee: 'Dipendente' },
  username: 'Username',
  email: 'Email',
  mobile: 'Numero di cellulare',
  vatNumber: 'Partita IVA',
  lines: 'Linee mobili',
  signOut: 'Esci',
  links: {
    company: 'La tua azienda e le sue linee',
    managers: 'Telco Manager',
    associate: 'Associa SIM',
    changeEmail: 'Cambia l’email',
    changeMobile: 'Cambia il numero di cellulare',
    changePassword: 'Cambia la password',
    sessions: 'Accessi attivi',
    deletion: 'Cancella account',
  },
  removeLine: 'Togli la seconda linea',
  removeButton: 'Togli',
  sessions: 'Accessi attivi',
  clients: { portal: 'Portale web', app: 'App' },
  thisSession: 'questo accesso',
  lastSeen: 'Ultimo uso:',
  endSession: 'Chiudi questo accesso',
  endSessions: 'Chiudi tutti gli accessi',
};

const en: typeof it = {
  heading: 'Account and profile',
  profile: 'Profile',
  profiles: { userAdmin: 'User Admin', telcoManager: 'Telco Manager', employee: 'Employee' },
  username: 'Username',
  email: 'E-mail',
  mobile: 'Mobile number',
  vatNumber: 'VAT number',
  lines: 'Mobile lines',
  signOut: 'Sign out',
  links: {
    company: 'Your company and its lines',
    managers: 'Telco Managers',
    associate: 'Associate a SIM',
    changeEmail: 'Change the e-mail',
    changeMobile: 'Change the mobile number',
    changePassword: 'Change the password',
    sessions: 'Active sessions',
    deletion: 'Delete the account',
  },
  removeLine: 'Remove the second line',
  removeButton: 'Remove',
  sessions: 'Active sessions',
  clients: { portal: 'Web portal', app: 'App' },
  thisSession: 'this session',
  lastSeen: 'Last used:',
  endSession: 'End this session',
  endSessions: 'End all sessions',
};

/** The words of the account's pages. */
export const accountTexts: Readonly<Record<Locale, typeof it>> = { it, en };
