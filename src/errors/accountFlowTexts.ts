import type { RefusalCode } from '../../workflows/contracts/flow';
import type { CatalogueEntry } from './catalogueEntry';

/** Refusals of the flows of a signed-in account. */
export const accountFlowTexts = {
  LINE_ALREADY_ASSOCIATED: {
    status: 409,
    it: { title: 'Linea già associata', detail: 'La linea fa già parte del tuo account.' },
    en: { title: 'Line already added', detail: 'The line is already part of your account.' },
  },
  TWO_LINES_ALREADY: {
    status: 409,
    it: {
      title: 'Due linee già associate',
      detail: 'Un account ha al massimo due linee: togli la seconda e riprova.',
    },
    en: {
      title: 'Two lines already',
      detail: 'An account has two lines at most: remove the second one, then try again.',
    },
  },
  CONTACT_UNCHANGED: {
    status: 409,
    it: { title: 'Nessun cambiamento', detail: 'È già il contatto del tuo account.' },
    en: { title: 'Nothing to change', detail: 'It is already the contact of your account.' },
  },
  ACCOUNT_CHANGED: {
    status: 409,
    it: {
      title: 'L’account è cambiato',
      detail:
        'Nel frattempo la password è stata cambiata o l’account è stato chiuso: accedi e inizia di nuovo.',
    },
    en: {
      title: 'The account has changed',
      detail: 'In the meantime the password was changed or the account was closed: sign in and start over.',
    },
  },
} as const satisfies Partial<Record<RefusalCode, CatalogueEntry>>;
