import { Problem } from '../errors/problem';
import type { RefusalCode } from '../../workflows/contracts/flow';
import { CamaraProblem, type CamaraCode } from './camaraProblem';

type RefusalsInCamarasTerms = Readonly<Partial<Record<RefusalCode, CamaraCode>>>;

/** What a flow refuses at its start. */
export const sendRefusals: RefusalsInCamarasTerms = {
  NUMBER_NOT_SERVED: 'NOT_FOUND',
  NUMBER_WITHOUT_SMS: 'ONE_TIME_PASSWORD_SMS.PHONE_NUMBER_NOT_ALLOWED',
  NUMBER_BLOCKED: 'ONE_TIME_PASSWORD_SMS.PHONE_NUMBER_BLOCKED',
  MESSAGE_BUDGET_SPENT: 'ONE_TIME_PASSWORD_SMS.MAX_OTP_CODES_EXCEEDED',
  CLIENT_BUDGET_SPENT: 'QUOTA_EXCEEDED',
  STEP_OUT_OF_ORDER: 'TOO_MANY_REQUESTS',
};

/** What it refuses of a code. A used attempt, and one that a later code voided, are no longer valid. */
export const validateRefusals: RefusalsInCamarasTerms = {
  CODE_WRONG: 'ONE_TIME_PASSWORD_SMS.INVALID_OTP',
  ATTEMPTS_SPENT: 'ONE_TIME_PASSWORD_SMS.VERIFICATION_FAILED',
  CODE_EXPIRED: 'ONE_TIME_PASSWORD_SMS.VERIFICATION_EXPIRED',
  FLOW_EXPIRED: 'ONE_TIME_PASSWORD_SMS.VERIFICATION_EXPIRED',
  STEP_OUT_OF_ORDER: 'ONE_TIME_PASSWORD_SMS.VERIFICATION_EXPIRED',
  TOO_MANY_WRONG_CODES: 'TOO_MANY_REQUESTS',
  CODE_ENTRY_PAUSED: 'UNAVAILABLE',
};

/**
 * Tells refusals of a flow as CAMARA does. What CAMARA has no word for stays what it is: the router tells it as it tells any
 * failure.
 */
export async function toldAs<Answer>(
  refusals: RefusalsInCamarasTerms,
  call: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof Problem ? camaraProblemOf(refusals, error) : error;
  }
}

function camaraProblemOf(refusals: RefusalsInCamarasTerms, problem: Problem): Error {
  const isLastTry = problem.code === 'CODE_WRONG' && problem.attemptsLeft === 0;
  const known: Readonly<Partial<Record<string, CamaraCode>>> = refusals;
  const code = known[isLastTry ? 'ATTEMPTS_SPENT' : problem.code];
  return code
    ? new CamaraProblem(code, { retryAfterSeconds: problem.retryAfterSeconds, cause: problem })
    : problem;
}
