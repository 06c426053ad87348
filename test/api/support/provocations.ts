import {
  asProfile,
  breachedPassword,
  fromAnotherSite,
  flowRefuses,
  flowRejects,
  offersFail,
  ofAnyBody,
  ofAnyCall,
  ofAnyFlowToken,
  ofAnySession,
  ofAnySessionCall,
  password,
  representative,
  tooManyStarts,
  waitAt,
  withBody,
  withQuery,
  type Provocations,
} from './provoking';
import { unavailable } from '../../../src/temporal/flowFailures';
import {
  exampleEmployee,
  exampleRegistration,
  goodPassword,
  goodRequests,
  inSession,
  administrator,
} from './requests';
import { triesOfAccount, triesOfStepUp } from './signedIn';

const ofAnyStep: Provocations = { ...ofAnyCall, ...ofAnyBody, ...ofAnyFlowToken };
const ofAnyAdministrator: Provocations = { ...ofAnySession, NOT_PERMITTED: asProfile('employee') };
const ofAnyCodeFlow = ['STEP_OUT_OF_ORDER', 'ATTEMPTS_SPENT', 'FLOW_EXPIRED', 'NOT_FOUND'] as const;

/** Every code of every operation, each with a way to provoke it. */
export const provocations: Readonly<Record<string, Provocations>> = {
  registerUserAdmin: {
    ...ofAnyCall,
    ...ofAnyBody,
    VAT_NUMBER_INVALID: withBody({ ...exampleRegistration, vatNumber: '00000010018' }),
    USERNAME_INVALID: withBody({ ...exampleRegistration, username: '+393201234567' }),
    TAX_CODE_INVALID: representative({ taxCode: 'AAAAAA00A00A000A' }),
    MOBILE_INVALID: representative({ mobile: '12' }),
    EMAIL_INVALID: representative({ email: 'two@example.com, three@example.com' }),
    NAME_INVALID: representative({ firstName: '<b>' }),
    TOO_MANY_STARTS: tooManyStarts,
    BIRTH_DATE_INVALID: representative({ birthDate: '1980-02-30' }),
    ...flowRejects(
      'CONTRACT_DATA_MISMATCH',
      'VAT_ALREADY_SERVED',
      'LARGE_COMPANY',
      'NO_ELIGIBLE_OFFER',
      'USERNAME_TAKEN',
      'REGISTRATION_UNDER_WAY',
      'LINK_VOID',
      'MESSAGE_BUDGET_SPENT',
    ),
  },
  registerEmployee: {
    ...ofAnyCall,
    ...ofAnyBody,
    LINE_INVALID: withBody({ ...exampleEmployee, line: '0212345678' }),
    EMAIL_INVALID: withBody({ ...exampleEmployee, email: 'dipendente' }),
    TOO_MANY_STARTS: tooManyStarts,
    ...flowRejects('MESSAGE_BUDGET_SPENT'),
  },
  recoverPassword: {
    ...ofAnyCall,
    ...ofAnyBody,
    ACCOUNT_NAME_INVALID: withBody({ username: 'chi?' }),
    TOO_MANY_STARTS: tooManyStarts,
    ...flowRejects('MESSAGE_BUDGET_SPENT'),
  },
  activate: {
    ...ofAnyCall,
    ...ofAnyBody,
    LINK_UNKNOWN: withBody({ token: 'half-a-token' }),
    ...flowRefuses('LINK_VOID', 'FLOW_EXPIRED', 'STEP_OUT_OF_ORDER', 'NOT_FOUND'),
  },
  readFlow: { ...ofAnyCall, ...ofAnyFlowToken, ...flowRefuses('NOT_FOUND') },
  resendLink: {
    ...ofAnyStep,
    ...flowRefuses('RESEND_TOO_EARLY', 'RESENDS_SPENT', 'MESSAGE_BUDGET_SPENT', 'STEP_OUT_OF_ORDER'),
    ...flowRefuses('FLOW_EXPIRED', 'LINK_VOID', 'NOT_FOUND'),
  },
  submitPuk: {
    ...ofAnyStep,
    PUK_INVALID: withBody({ puk: '1234567' }),
    ...flowRefuses('PUK_WRONG', 'PUK_ATTEMPTS_SPENT', 'MESSAGE_BUDGET_SPENT', ...ofAnyCodeFlow),
  },
  submitCode: {
    ...ofAnyStep,
    CODE_INVALID: withBody({ code: '12345' }),
    ...flowRefuses(
      'CODE_WRONG',
      'CODE_EXPIRED',
      'TOO_MANY_WRONG_CODES',
      'CODE_ENTRY_PAUSED',
      'LINE_NOT_ELIGIBLE',
    ),
    ...flowRefuses(...ofAnyCodeFlow),
  },
  resendCode: {
    ...ofAnyStep,
    ...flowRefuses('RESEND_TOO_EARLY', 'RESENDS_SPENT', 'MESSAGE_BUDGET_SPENT', ...ofAnyCodeFlow),
  },
  setPassword: {
    ...ofAnyStep,
    FLOW_TOKEN_INSUFFICIENT: ({ api, headers }) =>
      api.send({
        ...goodRequests['setPassword']!(api, {
          ...headers,
          Authorization: String(goodRequests['readFlow']!(api).headers?.['Authorization']),
        }),
      }),
    PASSWORD_TOO_SHORT: password('quattro mucche'),
    PASSWORD_TOO_LONG: password(goodPassword.repeat(5)),
    PASSWORD_COMMON: password('1qaz2wsx3edc4rfv'),
    PASSWORD_REPETITIVE: password('ab'.repeat(10)),
    PASSWORD_SEQUENTIAL: password('abcdefghijklmnop'),
    PASSWORD_TELLS_ACCOUNT: password(`${exampleRegistration.username}2026`),
    PASSWORD_BREACHED: breachedPassword,
    ...flowRefuses('PASSWORD_HANDOVER_LOST', 'LINK_VOID', ...ofAnyCodeFlow),
  },
  signIn: {
    ...ofAnySessionCall,
    ...ofAnyBody,
    ORIGIN_REFUSED: fromAnotherSite,
    CREDENTIALS_WRONG: withBody({ username: administrator, password: 'sbagliata' }),
    SIGN_IN_WAIT: waitAt(triesOfAccount),
  },
  listSessions: ofAnySession,
  endSessions: { ...ofAnySession, ORIGIN_REFUSED: fromAnotherSite },
  readSession: ofAnySession,
  signOut: { ...ofAnySession, ORIGIN_REFUSED: fromAnotherSite },
  stepUp: {
    ...ofAnySession,
    ...ofAnyBody,
    ORIGIN_REFUSED: fromAnotherSite,
    PASSWORD_WRONG: withBody({ password: 'sbagliata' }),
    SIGN_IN_WAIT: waitAt(() => triesOfStepUp),
  },
  endSession: {
    ...ofAnySession,
    ORIGIN_REFUSED: fromAnotherSite,
    NOT_FOUND: ({ api, headers }) => api.send(inSession('DELETE', '/v1/sessions/nobodys', headers)),
  },
  readAccount: ofAnySession,
  readCompany: ofAnyAdministrator,
  listCompanyLines: { ...ofAnyAdministrator, REQUEST_INVALID: withQuery('?search=.*') },
  findPortal: {
    ...ofAnyCall,
    TEMPORARILY_UNAVAILABLE: offersFail(unavailable(new Error('away'))),
    INTERNAL_ERROR: offersFail(new Error('a slip of the programmer')),
    REQUEST_INVALID: withQuery('?company=99000019994'),
    OFFER_UNKNOWN: withQuery('?offer=Offerta%20di%20nessuno'),
  },
};
