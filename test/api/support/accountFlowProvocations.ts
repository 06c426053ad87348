import {
  asAdministrator,
  flowRejects,
  fromAnotherSite,
  ofAnyBody,
  ofAnySession,
  passwordTypedLongAgo,
  waitAt,
  withBody,
  without,
  type Provocation,
  type Provocations,
  startedAgain,
} from './provoking';
import { asStarter, employeeToken, goodPassword, sessionToken, type Headers } from './requests';
import { signIn, triesOfEmployeesStepUp } from './signedIn';

/** A step of the flow of an employee's account, with another session than the employee's. */
function stepOfOwnFlow(session: Headers): Provocation {
  return ({ api, good }) => {
    const { 'Flow-Token': token = '' } = asStarter(api, 'simAssociation');
    const { headers } = without('Authorization', good);
    return api.send({ ...good, headers: { ...headers, 'Flow-Token': token, ...session } });
  };
}

/** The administrator cannot add lines. */
async function asWhoeverHasNoSuchFlow(stage: Parameters<Provocation>[0]) {
  await signIn(stage.api);
  return stepOfOwnFlow({ Authorization: `Bearer ${sessionToken}` })(stage);
}

/** What any step with a flow token answers where the flow is an account's. */
export const ofAnyOwnFlow = {
  SESSION_REQUIRED: stepOfOwnFlow({}),
  SESSION_INVALID: stepOfOwnFlow({ Authorization: 'Bearer none' }),
  NOT_PERMITTED: asWhoeverHasNoSuchFlow,
} as const satisfies Provocations;

/** Where the step changes anything. */
export const ownFlowFromAnotherSite = stepOfOwnFlow({
  Cookie: `session=${employeeToken}`,
  'Sec-Fetch-Site': 'cross-site',
});

const tooManyStarts: Provocation = async (parts) => {
  await signIn(parts.narrow);
  return startedAgain(parts);
};

const ofAnyStart: Provocations = {
  ...ofAnySession,
  ...ofAnyBody,
  ORIGIN_REFUSED: fromAnotherSite,
  TOO_MANY_STARTS: tooManyStarts,
  ...flowRejects('ACCOUNT_CHANGED', 'MESSAGE_BUDGET_SPENT'),
};

/** Of the calls that begin a flow of an account. */
export const accountFlowProvocations: Readonly<Record<string, Provocations>> = {
  associateSim: {
    ...ofAnyStart,
    NOT_PERMITTED: asAdministrator,
    STEP_UP_REQUIRED: passwordTypedLongAgo,
    LINE_INVALID: withBody({ line: '0212345678' }),
    ...flowRejects('LINE_ALREADY_ASSOCIATED', 'TWO_LINES_ALREADY'),
  },
  changeContact: {
    ...ofAnyStart,
    EMAIL_INVALID: withBody({ email: 'dipendente', password: goodPassword }),
    MOBILE_INVALID: withBody({ mobile: '12', password: goodPassword }),
    MOBILE_IS_LINE: withBody({ mobile: '+393201234598', password: goodPassword }),
    PASSWORD_WRONG: withBody({ email: 'nuova@azienda.example', password: 'sbagliata' }),
    SIGN_IN_WAIT: waitAt(() => triesOfEmployeesStepUp),
    ...flowRejects('CONTACT_UNCHANGED'),
  },
};
