import type { Locale } from '../../../workflows/contracts/flow';

const it = {
  heading: 'Area Clienti Wind Tre Business',
  intro: 'Il portale Selfcare per la gestione della telefonia della tua azienda.',
  direct: 'Accedi direttamente',
  directHint: 'Dipendente, sulla rete mobile Wind Tre Business: ti riconosciamo dalla linea.',
  welcome: 'Accesso riuscito',
  signIn: 'Accedi',
  signInHint: 'Con username e password.',
  register: 'Non sei ancora registrato?',
  recovery: 'Non ricordi la password?',
};

const en: typeof it = {
  heading: 'Wind Tre Business customer area',
  intro: 'The self-care portal for the telephony of your company.',
  direct: 'Sign in directly',
  directHint: 'Employee, on the Wind Tre Business mobile network: we recognise your line.',
  welcome: 'Signed in',
  signIn: 'Sign in',
  signInHint: 'With username and password.',
  register: 'Not registered yet?',
  recovery: 'Forgot your password?',
};

/** The words of the entry. */
export const entryTexts: Readonly<Record<Locale, typeof it>> = { it, en };
