import type { RefusalCode } from '../../workflows/contracts/flow';
import type { CatalogueEntry } from './catalogueEntry';

/** Refusals of codes and PUKs. */
export const codeTexts = {
  CODE_WRONG: {
    status: 422,
    it: {
      title: 'Codice di controllo errato',
      detail: 'Il codice inserito non è quello ricevuto: controllalo.',
    },
    en: { title: 'Wrong code', detail: 'The code you entered is not the one you received: check it.' },
  },
  CODE_EXPIRED: {
    status: 410,
    it: {
      title: 'Codice di controllo scaduto',
      detail: 'Il codice non è più valido: scegli «Invia di nuovo il codice» per riceverne un altro.',
    },
    en: { title: 'Code expired', detail: 'The code is no longer valid: ask for another one.' },
  },
  ATTEMPTS_SPENT: {
    status: 409,
    it: {
      title: 'Tentativi esauriti',
      detail: 'Sono stati inseriti troppi codici errati e la procedura è chiusa: inizia di nuovo.',
    },
    en: {
      title: 'No attempts left',
      detail: 'Too many wrong codes were entered, so you cannot continue: start over.',
    },
  },
  TOO_MANY_WRONG_CODES: {
    status: 429,
    it: {
      title: 'Troppi codici errati',
      detail: 'Per questo numero o username sono stati inseriti troppi codici errati: riprova più tardi.',
    },
    en: {
      title: 'Too many wrong codes',
      detail: 'Too many wrong codes were entered for this number or username: try again later.',
    },
  },
  CODE_ENTRY_PAUSED: {
    status: 503,
    it: {
      title: 'Inserimento dei codici sospeso',
      detail: 'Per sicurezza l’inserimento dei codici è sospeso per qualche minuto: riprova più tardi.',
    },
    en: {
      title: 'Code entry paused',
      detail: 'For security, codes cannot be entered for a few minutes: try again later.',
    },
  },
  PUK_WRONG: {
    status: 422,
    it: {
      title: 'PUK errato',
      detail:
        'Il PUK non corrisponde: leggilo sulla card da cui hai staccato la SIM. Se non lo trovi, chiama il 1928.',
    },
    en: {
      title: 'Wrong PUK',
      detail:
        'The PUK does not match: check it on the card that the SIM came in. If you do not have it, call 1928.',
    },
  },
  PUK_ATTEMPTS_SPENT: {
    status: 429,
    it: {
      title: 'Troppi PUK errati',
      detail:
        'Per questa linea sono stati inseriti troppi PUK errati: inserisci anche l’ICCID della SIM, o chiama il 1928.',
    },
    en: {
      title: 'Too many wrong PUKs',
      detail:
        'Too many wrong PUKs were entered for this line: enter the ICCID of the SIM, too, or call 1928.',
    },
  },
  LINE_NOT_ELIGIBLE: {
    status: 409,
    it: {
      title: 'Linea non più registrabile',
      detail:
        'Nel frattempo la linea è cessata o è passata a un’altra offerta o a un altro account: chiama il 1928.',
    },
    en: {
      title: 'Line no longer eligible',
      detail: 'In the meantime the line has ceased, or has moved to another offer or account: call 1928.',
    },
  },
  NUMBER_NOT_SERVED: {
    status: 422,
    it: { title: 'Numero non servito', detail: 'A questo numero non possiamo inviare SMS.' },
    en: { title: 'Number not served', detail: 'We cannot send text messages to this number.' },
  },
  NUMBER_WITHOUT_SMS: {
    status: 422,
    it: { title: 'Numero senza SMS', detail: 'Questo numero non può ricevere SMS.' },
    en: { title: 'Number without text messages', detail: 'This number cannot receive text messages.' },
  },
  NUMBER_BLOCKED: {
    status: 422,
    it: { title: 'SMS bloccati', detail: 'La ricezione di SMS è bloccata per questo numero.' },
    en: { title: 'Text messages blocked', detail: 'Text messages to this number are blocked.' },
  },
  CLIENT_BUDGET_SPENT: {
    status: 429,
    it: { title: 'Troppi SMS', detail: 'Hai inviato troppi SMS: riprova più tardi.' },
    en: { title: 'Too many text messages', detail: 'You sent too many text messages: try again later.' },
  },
} as const satisfies Partial<Record<RefusalCode, CatalogueEntry>>;
