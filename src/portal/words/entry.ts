import type { Locale } from '../../../workflows/contracts/flow';

const it = {
  heading: 'Area Clienti Wind Tre Business',
  intro: 'Il portale Selfcare per la gestione della telefonia della tua azienda.',
  direct: 'Accedi direttamente',
  directHint: 'Dipendente, sulla rete mobile Wind Tre Business: ti riconosciamo dalla linea.',
  welcome: 'Accesso riuscito',
  signIn: 'Accedi',
  goOn: 'Riprendi la procedura',
  goOnHint: 'Hai una procedura in corso in questo browser.',
  signInHint: 'Con username e password.',
  employees: 'Sei un dipendente?',
  administrators: 'Sei uno User Admin o un Telco Manager?',
  administratorsHint:
    'Nelle piccole e medie imprese lo User Admin si registra qui e invita i Telco Manager per email. Le grandi aziende usano WindeCare.',
  development: 'Macchina di sviluppo',
  developmentHint: 'Qui i messaggi non raggiungono nessuno: si leggono in queste pagine.',
  mailbox: 'Casella email',
  phone: 'Telefoni',
  samplesHint:
    'Per provare ci sono clienti inventati: questi collegamenti aprono i moduli già compilati. Per ricominciare da capo: «npm start -- --reset».',
  samples: {
    company: 'Registra lo User Admin di un’azienda',
    voice: 'Registra un dipendente con una linea voce',
    dataOnly: 'Registra un dipendente con una SIM solo dati',
    second: 'Associa una seconda SIM, dopo l’accesso',
  },
  samplePuk: 'con PUK',
  register: 'Non sei ancora registrato?',
  recovery: 'Non ricordi la password?',
};

const en: typeof it = {
  heading: 'Wind Tre Business customer area',
  intro: 'The Selfcare portal for your company’s phone services.',
  direct: 'Sign in directly',
  directHint: 'For employees on the Wind Tre Business mobile network: we recognise your line.',
  welcome: 'Signed in',
  signIn: 'Sign in',
  goOn: 'Pick up where you left off',
  goOnHint: 'You have something in progress in this browser.',
  signInHint: 'With username and password.',
  employees: 'Are you an employee?',
  administrators: 'Are you a User Admin or a Telco Manager?',
  administratorsHint:
    'In small and medium companies the User Admin registers here, and Telco Managers get an invitation by e-mail. Large companies use WindeCare.',
  development: 'Development machine',
  developmentHint: 'Messages reach nobody here: you can read them on these pages.',
  mailbox: 'Mailbox',
  phone: 'Phones',
  samplesHint:
    'You can try it with invented customers: these links open the forms filled in. To start over: “npm start -- --reset”.',
  samples: {
    company: 'Register the User Admin of a company',
    voice: 'Register an employee with a voice line',
    dataOnly: 'Register an employee with a data-only SIM',
    second: 'Add a second SIM, after signing in',
  },
  samplePuk: 'with PUK',
  register: 'Not registered yet?',
  recovery: 'Forgot your password?',
};

/** The words of the entry. */
export const entryTexts: Readonly<Record<Locale, typeof it>> = { it, en };
