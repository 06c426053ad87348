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
};

/** The words of the account's pages. */
export const accountTexts: Readonly<Record<Locale, typeof it>> = { it, en };
