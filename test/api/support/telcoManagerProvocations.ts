import {
  asProfile,
  flowRefuses,
  flowRejects,
  fromAnotherSite,
  ofAnyBody,
  ofAnySession,
  passwordTypedLongAgo,
  withBody,
  withQuery,
  type Provocation,
  type Provocations,
  startedAgain,
} from './provoking';
import { exampleManager, inSession, managerId } from './requests';
import { signIn } from './signedIn';

const ofAnyRead: Provocations = { ...ofAnySession, NOT_PERMITTED: asProfile('telcoManager') };
const ofAnyChange: Provocations = {
  ...ofAnyRead,
  ORIGIN_REFUSED: fromAnotherSite,
  STEP_UP_REQUIRED: passwordTypedLongAgo,
};

/** Of a manager whose invitation cannot be sent again: it begins anew. */
const tooManyStarts: Provocation = async (parts) => {
  await signIn(parts.narrow);
  await parts.narrow.context.database.accounts.updateOne({ _id: managerId }, { $set: { heldBy: 'none/1' } });
  return startedAgain(parts);
};

const managerGone: Provocation = async ({ api, good }) => {
  await api.context.database.accounts.deleteOne({ _id: managerId });
  return api.send(good);
};

/** Of the calls about the Telco Managers of a company. */
export const telcoManagerProvocations: Readonly<Record<string, Provocations>> = {
  listTelcoManagers: { ...ofAnyRead, REQUEST_INVALID: withQuery('?limit=101') },
  inviteTelcoManager: {
    ...ofAnyChange,
    ...ofAnyBody,
    USERNAME_INVALID: withBody({ ...exampleManager, username: '+393201234567' }),
    NAME_INVALID: withBody({ ...exampleManager, lastName: 'vai su sito.example' }),
    EMAIL_INVALID: withBody({ ...exampleManager, email: 'two@example.com, three@example.com' }),
    MOBILE_INVALID: withBody({ ...exampleManager, mobile: '0212345678' }),
    TOO_MANY_STARTS: tooManyStarts,
    ...flowRejects(
      'USERNAME_TAKEN',
      'TOO_MANY_TAKEN_USERNAMES',
      'TOO_MANY_MANAGERS',
      'ACCOUNT_CHANGED',
      'MESSAGE_BUDGET_SPENT',
    ),
  },
  inviteTelcoManagerAgain: {
    ...ofAnyChange,
    ...ofAnyBody,
    NOT_FOUND: managerGone,
    TOO_MANY_STARTS: tooManyStarts,
    ...flowRefuses('RESEND_TOO_EARLY', 'RESENDS_SPENT', 'MESSAGE_BUDGET_SPENT', 'STEP_OUT_OF_ORDER'),
  },
  deleteTelcoManager: {
    ...ofAnyChange,
    NOT_FOUND: ({ api, headers }) => api.send(inSession('DELETE', '/v1/telco-managers/nobodys', headers)),
  },
};
