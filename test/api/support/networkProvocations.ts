import {
  asAdministrator,
  fromAnotherSite,
  linesGone,
  ofAnyBody,
  ofAnyPut,
  ofAnySession,
  ofAnySessionCall,
  passwordTypedLongAgo,
  withBody,
  type Provocation,
  type Provocations,
} from './provoking';
import { assertionOf } from './requests';

const lineOfNobody: Provocation = ({ api, good }) =>
  api.send({ ...good, body: JSON.stringify(assertionOf('+393201234500')) });

const autologinOff: Provocation = async ({ api, good }) => {
  await api.context.database.lineAssociations.updateMany({}, { $set: { autologin: false } });
  return api.send(good);
};

/** Of the recognition by the network. */
export const networkProvocations: Readonly<Record<string, Provocations>> = {
  signInByNetwork: {
    ...ofAnySessionCall,
    ...ofAnyBody,
    ORIGIN_REFUSED: fromAnotherSite,
    LINE_NOT_RECOGNISED: withBody({ assertion: 'none' }),
    LINE_NOT_REGISTERED: lineOfNobody,
    AUTOLOGIN_OFF: autologinOff,
  },
  switchAutologin: {
    ...ofAnySession,
    ...ofAnyPut,
    ORIGIN_REFUSED: fromAnotherSite,
    NOT_PERMITTED: asAdministrator,
    STEP_UP_REQUIRED: passwordTypedLongAgo,
    NOT_FOUND: linesGone,
  },
};
