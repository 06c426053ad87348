import { randomBytes, randomUUID } from 'node:crypto';
import type { Figures } from '../config/figures';
import type { Keyring } from '../config/keys';
import { Problem } from '../errors/problem';
import type { ProblemCode } from '../errors/problemCodes';
import { normaliseOneTimeCode } from '../identifiers/oneTimeCode';
import { equalInConstantTime, keyedDigest, keyedDigests } from '../security/digests';
import { supportReferenceOf } from '../security/flowTokens';
import { codeAtTheEdge } from '../security/typedSecrets';
import { sealText } from '../security/sealing';
import type { Flows } from '../temporal/flows';
import { supportReferenceAttribute } from '../temporal/searchAttributes';
import type { OneTimePasswordInput } from '../../workflows/contracts/oneTimePassword';
import { masked } from '../../workflows/domain/masking';
import { CamaraProblem, type CamaraCode } from './camaraProblem';
import type { OneTimePasswords, SendRequest, ValidateRequest } from './oneTimePasswords';

const flow = 'oneTimePassword';
const flowIdLength = 22;
const bindingLength = 13;
const authenticationIdForm = /^[\w-]{22}\.[\w-]{13}$/;

/** How many lives of its code a verification waits for its message to be taken. */
const livesOfVerification = 3;

/** What the flow refuses with, in CAMARA's terms. A used attempt, and one that a later code voided, are no longer valid. */
const camaraCodes: Readonly<Partial<Record<ProblemCode, CamaraCode>>> = {
  NUMBER_NOT_SERVED: 'NOT_FOUND',
  MESSAGE_BUDGET_SPENT: 'ONE_TIME_PASSWORD_SMS.MAX_OTP_CODES_EXCEEDED',
  CODE_WRONG: 'ONE_TIME_PASSWORD_SMS.INVALID_OTP',
  ATTEMPTS_SPENT: 'ONE_TIME_PASSWORD_SMS.VERIFICATION_FAILED',
  CODE_EXPIRED: 'ONE_TIME_PASSWORD_SMS.VERIFICATION_EXPIRED',
  FLOW_EXPIRED: 'ONE_TIME_PASSWORD_SMS.VERIFICATION_EXPIRED',
  STEP_OUT_OF_ORDER: 'ONE_TIME_PASSWORD_SMS.VERIFICATION_EXPIRED',
  TOO_MANY_WRONG_CODES: 'TOO_MANY_REQUESTS',
  CODE_ENTRY_PAUSED: 'UNAVAILABLE',
};

export interface VerificationDependencies {
  readonly flows: Flows;
  readonly serviceKeys: Keyring;
  readonly figures: Figures;
}

/**
 * The verifications behind the CAMARA API, each a flow of its own. The id of an attempt is the flow's, bound to the client
 * that began it by 78 bits of a keyed digest, so that no other client can submit its code.
 */
export class Verifications implements OneTimePasswords {
  constructor(private readonly dependencies: VerificationDependencies) {}

  async send(request: SendRequest): Promise<{ readonly authenticationId: string }> {
    const { flows, serviceKeys } = this.dependencies;
    const flowId = randomBytes(16).toString('base64url');
    const input = this.inputOf(request, flowId);
    const view = await inCamarasTerms(() =>
      flows.start({
        flow,
        flowId,
        input,
        summary: `One-time password, ${input.subject}`,
        searchAttributes: [{ key: supportReferenceAttribute, value: input.supportReference }],
      }),
    );
    if (view?.refusal) throw camaraProblemOf(new Problem(view.refusal.code, view.refusal));
    return { authenticationId: `${flowId}.${bindingOf(serviceKeys, request.clientId, flowId)}` };
  }

  async validate({ clientId, authenticationId, code }: ValidateRequest): Promise<void> {
    const { flows, serviceKeys } = this.dependencies;
    if (!isBoundTo(serviceKeys, clientId, authenticationId)) throw new CamaraProblem('NOT_FOUND');
    const typed = normaliseOneTimeCode(code);
    if (typed === undefined) throw new CamaraProblem('ONE_TIME_PASSWORD_SMS.INVALID_OTP');
    const flowId = authenticationId.slice(0, flowIdLength);
    const digest = codeAtTheEdge(serviceKeys, flowId, typed);
    await inCamarasTerms(() => flows.step({ flow, flowId }, 'submitCode', randomUUID(), digest));
  }

  private inputOf({ clientId, phoneNumber, message }: SendRequest, flowId: string): OneTimePasswordInput {
    const { serviceKeys, figures } = this.dependencies;
    const { smsCodeLifeMs, mailCodeLifeMs, attemptsPerFlow, resendCooldownsMs } = figures;
    return {
      flowId,
      number: sealText(serviceKeys, 'recipient', phoneNumber),
      numberKey: keyedDigest(serviceKeys, 'line', phoneNumber),
      template: sealText(serviceKeys, 'recipient', message),
      clientKey: keyedDigest(serviceKeys, 'client', clientId),
      subject: `number ${masked(phoneNumber)}`,
      locale: 'en',
      supportReference: supportReferenceOf(serviceKeys, flowId),
      figures: {
        smsCodeLifeMs,
        mailCodeLifeMs,
        attemptsPerFlow,
        resendCooldownsMs,
        resendsPerFlow: 0,
        flowLifeMs: livesOfVerification * smsCodeLifeMs,
      },
    };
  }
}

function bindingOf(serviceKeys: Keyring, clientId: string, flowId: string): string {
  return keyedDigest(serviceKeys, 'client', clientId, flowId).slice(0, bindingLength);
}

function isBoundTo(serviceKeys: Keyring, clientId: string, authenticationId: string): boolean {
  if (!authenticationIdForm.test(authenticationId)) return false;
  const [flowId = '', binding = ''] = authenticationId.split('.');
  return keyedDigests(serviceKeys, 'client', clientId, flowId)
    .map((digest) => equalInConstantTime(digest.slice(0, bindingLength), binding))
    .includes(true);
}

async function inCamarasTerms<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof Problem ? camaraProblemOf(error) : error;
  }
}

/** What CAMARA has no word for stays what it is: the router tells it as it tells any failure. */
function camaraProblemOf(problem: Problem): Error {
  const isLastTry = problem.code === 'CODE_WRONG' && problem.attemptsLeft === 0;
  const code = camaraCodes[isLastTry ? 'ATTEMPTS_SPENT' : problem.code];
  return code
    ? new CamaraProblem(code, { retryAfterSeconds: problem.retryAfterSeconds, cause: problem })
    : problem;
}
