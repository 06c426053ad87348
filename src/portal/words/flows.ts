import type { FlowName, Locale } from '../../../workflows/contracts/flow';
import { nothingCameReasons, recoveryMessage } from './channels';

/** Whose steps are told: a flow's, or those of a registration that asks for the PUK, too. */
export type StepsName = FlowName | 'dataOnly' | 'dataOnlyAssociation';

const it = {
  codeHeading: 'Inserisci il codice di controllo',
  codeToOwnMailbox:
    'Il PUK è corretto: tra poco arriva un’email con il codice all’indirizzo del tuo account. La linea è',
  codeOfRecovery: `Se l’account esiste, tra poco arriva ${recoveryMessage('it')} con il codice. Hai scritto`,
  codeOfSignIn: `Se username e password sono giusti, tra poco arriva ${recoveryMessage('it')} con il codice. Hai scritto`,
  changeIt: 'Modifica',
  codeButton: 'Conferma il codice',
  pukHeading: 'Inserisci il PUK della SIM',
  pukIntro:
    'Con il PUK verifichiamo che la SIM solo dati sia tua; poi il codice di controllo arriva per email a',
  pukIntroOfOwn:
    'Con il PUK verifichiamo che la SIM solo dati sia tua; poi il codice di controllo arriva all’email del tuo account. La linea è',
  pukButton: 'Verifica il PUK',
  attemptsLeft: 'Tentativi rimasti:',
  codeUntil: 'Il codice vale fino alle',
  codeLife: 'Il codice vale {minutes} minuti da quando parte.',
  codeLifeEither: 'Da quando parte, il codice vale {lives}.',
  stepUntil: 'Hai tempo fino al',
  linkUntil: 'Il link vale fino al',
  italianTime: '(ora italiana).',
  timeLeft: 'Tempo rimasto:',
  resend: 'Invia di nuovo il codice',
  resendFrom: 'Puoi chiedere un nuovo invio dalle',
  retryFromClock: 'Puoi riprovare dalle',
  retryFromDate: 'Puoi riprovare dal',
  resendSpent: 'Hai già chiesto tutti gli invii possibili: se il codice non arriva, ricomincia da capo.',
  codeExpired: 'Il codice è scaduto: chiedine uno nuovo.',
  delayed: 'L’invio del messaggio è in ritardo: continuiamo a provare, non serve ricominciare.',
  undeliverable: 'La casella email rifiuta i nostri messaggi: ricomincia con un altro indirizzo.',
  nothingCame: 'Non è arrivato nulla?',
  reasons: nothingCameReasons.it,
  routerReason: 'La SIM è in un router, in un tablet o in una chiavetta, che non mostrano gli SMS?',
  routerLink: 'Verificala con il PUK',
  reload: 'Aggiorna la pagina',
  again: 'Inizia di nuovo',
  correct: 'Correggi i dati e ricomincia',
  signIn: 'Vai all’accesso',
  noCookies:
    'Questo browser non conserva i cookie del portale, che servono per proseguire: attivali e ricomincia. Se hai iniziato su un altro dispositivo, continua lì.',
  over: {
    NONE: {
      heading: 'Ricomincia da qui',
      text: 'In questo browser non c’è una procedura in corso: forse l’hai iniziata su un altro dispositivo, o è terminata.',
    },
    VALIDATING: {
      heading: 'Stiamo verificando',
      text: 'Ci vuole ancora un momento: aggiorna la pagina.',
    },
    AWAITING_ACTIVATION: {
      heading: 'Controlla l’email',
      text: 'Se i dati sono corretti, all’indirizzo del contratto arriva un’email con il link di attivazione: aprilo, attiva il profilo e crea la password.',
    },
    AWAITING_PASSWORD: { heading: 'Crea la password', text: 'Il codice è corretto.' },
    COMPLETED: { heading: 'Fatto', text: 'La procedura è completata: ora puoi accedere.' },
    EXPIRED: {
      heading: 'Tempo scaduto',
      text: 'Il tempo per completare la procedura è finito. Se avevi già inserito il codice, crea la password con «Non ricordi la password».',
    },
    CANCELLED: {
      heading: 'Procedura annullata',
      text: 'La procedura è stata annullata, o un’altra più recente ha preso il suo posto.',
    },
    REJECTED: { heading: 'Non è possibile continuare', text: '' },
  },
  completedOfOwn: {
    simAssociation: 'La linea è ora sul tuo account.',
    contactChange: 'Il nuovo contatto è sul tuo account.',
  } as Readonly<Partial<Record<FlowName, string>>>,
  resendMail: 'Invia di nuovo l’email',
  codeToNew: 'Tra poco arriva un messaggio con il codice a',
  toAccount: 'Vai al tuo account',
  activationSteps: ['Link dell’email', 'Attivazione', 'Password'],
  steps: {
    userAdminRegistration: ['Dati del contratto', 'Attivazione dall’email', 'Password'],
    telcoManagerInvitation: ['Invito', 'Attivazione dall’email', 'Password'],
    dataOnly: ['Linea mobile', 'PUK', 'Codice di controllo', 'Password'],
    employeeRegistration: ['Linea mobile', 'Codice di controllo', 'Password'],
    passwordRecovery: ['Username', 'Codice di controllo', 'Nuova password'],
    simAssociation: ['Linea mobile', 'Codice di controllo'],
    dataOnlyAssociation: ['Linea mobile', 'PUK', 'Codice di controllo'],
    contactChange: ['Nuovo contatto', 'Codice di controllo'],
    newDeviceConfirmation: ['Username e password', 'Codice di controllo'],
  } as Readonly<Partial<Record<StepsName, string[]>>>,
};

const en: typeof it = {
  codeHeading: 'Enter the control code',
  codeToOwnMailbox:
    'The PUK is right: an e-mail with the code will soon reach your account’s address. The line is',
  codeOfRecovery: `If the account exists, ${recoveryMessage('en')} with the code will arrive soon. You typed`,
  codeOfSignIn: `If username and password are right, ${recoveryMessage('en')} with the code will arrive soon. You typed`,
  changeIt: 'Change it',
  codeButton: 'Confirm the code',
  pukHeading: 'Enter the PUK of the SIM',
  pukIntro: 'The PUK tells us that the data-only SIM is yours; then the control code goes by e-mail to',
  pukIntroOfOwn:
    'The PUK tells us that the data-only SIM is yours; then the control code goes to your account’s e-mail. The line is',
  pukButton: 'Verify the PUK',
  attemptsLeft: 'Attempts left:',
  codeUntil: 'The code is valid until',
  codeLife: 'The code is valid for {minutes} minutes after it is sent.',
  codeLifeEither: 'Once sent, the code is valid for {lives}.',
  stepUntil: 'You have until',
  linkUntil: 'The link works until',
  italianTime: '(Italian time).',
  timeLeft: 'Time left:',
  resend: 'Send the code again',
  resendFrom: 'You can ask for it again from',
  retryFromClock: 'You can try again from',
  retryFromDate: 'You can try again from',
  resendSpent: 'It cannot be sent again: if no code arrives, start over.',
  codeExpired: 'The code has expired: ask for a new one.',
  delayed: 'The message is late: we keep trying, there is no need to start over.',
  undeliverable: 'The mailbox refuses our messages: start over with another address.',
  nothingCame: 'Nothing has arrived?',
  reasons: nothingCameReasons.en,
  routerReason: 'Is the SIM in a router, tablet or USB stick, where text messages do not show?',
  routerLink: 'Verify it with its PUK',
  reload: 'Reload the page',
  again: 'Start over',
  correct: 'Correct the details and start over',
  signIn: 'Go to sign-in',
  noCookies:
    'This browser keeps no cookies of the portal, which are needed to go on: allow them and start again. If you started on another device, continue there.',
  over: {
    NONE: {
      heading: 'Start again here',
      text: 'Nothing is in progress in this browser: perhaps you started on another device, or it is finished.',
    },
    VALIDATING: { heading: 'We are checking', text: 'It will take a moment longer: reload the page.' },
    AWAITING_ACTIVATION: {
      heading: 'Check your e-mail',
      text: 'If your details are right, an e-mail with the activation link is on its way to the address in the contract: open it, activate the profile and create the password.',
    },
    AWAITING_PASSWORD: { heading: 'Create the password', text: 'The code is right.' },
    COMPLETED: { heading: 'Done', text: 'All done: you can sign in now.' },
    EXPIRED: {
      heading: 'Time is up',
      text: 'The time to complete this has run out. If you had already entered the code, create the password with “Forgot your password”.',
    },
    CANCELLED: { heading: 'Cancelled', text: 'This was cancelled, or a newer one took its place.' },
    REJECTED: { heading: 'You cannot continue', text: '' },
  },
  completedOfOwn: {
    simAssociation: 'The line is now on your account.',
    contactChange: 'The new contact is now on your account.',
  },
  resendMail: 'Send the e-mail again',
  codeToNew: 'A message with the code will soon reach',
  toAccount: 'Go to your account',
  activationSteps: ['Link in the e-mail', 'Activation', 'Password'],
  steps: {
    userAdminRegistration: ['Contract details', 'Activation by e-mail', 'Password'],
    telcoManagerInvitation: ['Invitation', 'Activation by e-mail', 'Password'],
    dataOnly: ['Mobile line', 'PUK', 'Control code', 'Password'],
    employeeRegistration: ['Mobile line', 'Control code', 'Password'],
    passwordRecovery: ['Username', 'Control code', 'New password'],
    simAssociation: ['Mobile line', 'Control code'],
    dataOnlyAssociation: ['Mobile line', 'PUK', 'Control code'],
    contactChange: ['New contact', 'Control code'],
    newDeviceConfirmation: ['Username and password', 'Control code'],
  },
};

/** The words of the page that shows where a flow stands. */
export const flowTexts: Readonly<Record<Locale, typeof it>> = { it, en };
