import type { Locale } from '../../../workflows/contracts/flow';

const it = {
  codeHeading: 'Inserisci il codice di controllo',
  codeBySms: 'Se i dati sono corretti, tra poco arriva un SMS con il codice alla linea',
  codeToMailbox: 'Il PUK è corretto: tra poco arriva un’email con il codice a',
  codeOfRecovery: 'Se l’utenza esiste, tra poco arriva un messaggio con il codice. Hai scritto',
  changeIt: 'Modifica',
  codeButton: 'Conferma il codice',
  pukHeading: 'Inserisci il PUK della SIM',
  pukIntro:
    'Con il PUK verifichiamo che la SIM solo dati sia tua; poi il codice di controllo arriva per email a',
  pukButton: 'Verifica il PUK',
  attemptsLeft: 'Tentativi rimasti:',
  codeUntil: 'Il codice vale fino alle',
  stepUntil: 'Hai tempo fino alle',
  italianTime: '(ora italiana).',
  timeLeft: 'Tempo rimasto:',
  resend: 'Invia di nuovo il codice',
  resendFrom: 'Puoi chiedere un nuovo invio dalle',
  resendSpent: 'Hai già chiesto tutti gli invii possibili: se il codice non arriva, ricomincia da capo.',
  codeExpired: 'Il codice è scaduto: chiedine uno nuovo.',
  delayed: 'L’invio del messaggio è in ritardo: continuiamo a provare, non serve ricominciare.',
  undeliverable: 'La casella email rifiuta i nostri messaggi: ricomincia con un altro indirizzo.',
  nothingCame: 'Non è arrivato nulla?',
  reasons: [
    'Può servire qualche minuto.',
    'Se aspetti un’email, guarda anche nella posta indesiderata.',
    'Se la SIM è in un router o in un tablet che non mostra gli SMS, ricomincia scegliendo «SIM solo dati»: ti servirà il PUK.',
    'Controlla che il numero sia scritto bene.',
  ],
  reload: 'Aggiorna la pagina',
  again: 'Ricomincia da qui',
  signIn: 'Vai all’accesso',
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
      text: 'Se i dati sono corretti, all’indirizzo del contratto arriva un’email con il link di attivazione: vale 72 ore. Poi crei la password.',
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
  resendMail: 'Invia di nuovo l’email',
};

const en: typeof it = {
  codeHeading: 'Enter the control code',
  codeBySms: 'If the data are right, a text message with the code will soon reach the line',
  codeToMailbox: 'The PUK is right: an e-mail with the code will soon reach',
  codeOfRecovery: 'If the user exists, a message with the code will arrive soon. You typed',
  changeIt: 'Change it',
  codeButton: 'Confirm the code',
  pukHeading: 'Enter the PUK of the SIM',
  pukIntro: 'The PUK shows us that the data-only SIM is yours; then the control code goes by e-mail to',
  pukButton: 'Verify the PUK',
  attemptsLeft: 'Attempts left:',
  codeUntil: 'The code is valid until',
  stepUntil: 'You have until',
  italianTime: '(Italian time).',
  timeLeft: 'Time left:',
  resend: 'Send the code again',
  resendFrom: 'You may ask for it again from',
  resendSpent: 'It was sent as often as is possible: if no code arrives, begin again.',
  codeExpired: 'The code has expired: ask for a new one.',
  delayed: 'The message is late: we keep trying, there is no need to begin again.',
  undeliverable: 'The mailbox refuses our messages: begin again with another address.',
  nothingCame: 'Nothing came?',
  reasons: [
    'It may take a few minutes.',
    'If you wait for an e-mail, look into the spam folder, too.',
    'If the SIM is in a router or tablet that shows no text messages, begin again and choose “data-only SIM”: you will need the PUK.',
    'Check that the number is right.',
  ],
  reload: 'Reload the page',
  again: 'Start again here',
  signIn: 'Go to the sign-in',
  over: {
    NONE: {
      heading: 'Start again here',
      text: 'Nothing is under way in this browser: perhaps it began on another device, or it is over.',
    },
    VALIDATING: { heading: 'We are checking', text: 'It takes a moment longer: reload the page.' },
    AWAITING_ACTIVATION: {
      heading: 'Check your e-mail',
      text: 'If the data are right, an e-mail with the activation link goes to the address of the contract: it works for 72 hours. Then you create the password.',
    },
    AWAITING_PASSWORD: { heading: 'Create the password', text: 'The code is right.' },
    COMPLETED: { heading: 'Done', text: 'All is complete: you can sign in now.' },
    EXPIRED: {
      heading: 'Time is up',
      text: 'The time to complete this is over. If the code was right already, create the password by “Forgot your password”.',
    },
    CANCELLED: { heading: 'Cancelled', text: 'This was cancelled, or a later one took its place.' },
    REJECTED: { heading: 'This cannot go on', text: '' },
  },
  resendMail: 'Send the e-mail again',
};

/** The words of the page that shows where a flow stands. */
export const flowTexts: Readonly<Record<Locale, typeof it>> = { it, en };
