import {
  asAdministrator,
  asProfile,
  fromAnotherSite,
  linesGone,
  ofAnySession,
  passwordTypedLongAgo,
  type Provocation,
  type Provocations,
} from './provoking';
import { employeesLine } from './requests';

const firstLine: Provocation = ({ api, good }) =>
  api.send({ ...good, path: `/v1/account/lines/${encodeURIComponent(employeesLine)}` });

const ofAnyRelease: Provocations = {
  ...ofAnySession,
  ORIGIN_REFUSED: fromAnotherSite,
  STEP_UP_REQUIRED: passwordTypedLongAgo,
  NOT_FOUND: linesGone,
};

/** Of the calls by which a line leaves its account. */
export const lineProvocations: Readonly<Record<string, Provocations>> = {
  freeLine: { ...ofAnyRelease, NOT_PERMITTED: asProfile('employee') },
  removeLine: { ...ofAnyRelease, NOT_PERMITTED: asAdministrator, FIRST_LINE_STAYS: firstLine },
};
