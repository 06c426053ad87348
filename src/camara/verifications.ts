import { setTimeout as delay } from 'node:timers/promises';
import type { Figures } from '../config/figures';
import type { Keyring } from '../config/keys';
import { Problem } from '../errors/problem';
import { normaliseOneTimeCode, masked } from '../identifiers/typedText';
import { codeAtTheEdge, equalInConstantTime, keyedDigest, keyedDigests } from '../security/digests';
import { stepIdOf, supportReferenceOf } from '../security/flowTokens';
import { sealText } from '../security/sealing';
import { unavailable } from '../temporal/flowFailures';
import type { Flows } from '../temporal/flows';
import { supportReferenceAttribute } from '../temporal/searchAttributes';
import type { FlowView } from '../../workflows/contracts/flow';
import type { OneTimePasswordInput } from '../../workflows/contracts/oneTimePassword';
import { CamaraProblem } from './camaraProblem';
import { sendRefusals, toldAs, validateRefusals } from './flowRefusals';
import type { OneTimePasswords, SendRequest, ValidateRequest } from './oneTimePasswords';
import { type BegunCall, OpenCalls, type OpenCallDependencies } from './openCalls';

const flow = 'oneTimePassword';
const flowIdLength = 22;
const bindingLength = 13;
const authenticationIdForm = /^[\w-]{22}\.[\w-]{13}$/;

/** Between two looks at a message that is under way. */
const betweenLooksMs = 100;
/** How many lives of its code a verification waits for its message to be taken. */
const livesOfVerification = 3;

export interface VerificationDependencies extends OpenCallDependencies {
  readonly flows: Flows;
  readonly serviceKeys: Keyring;
  readonly figures: Figures;
}

/**
 * The verifications behind the CAMARA API, each a flow of its own. The id of an attempt is the flow's, bound to the client
 * that began it by 78 bits of a keyed digest, so that no other client can submit its code.
 */
export class Verifications implements OneTimePasswords {
  private readonly openCalls: OpenCalls;

  constructor(private readonly dependencies: VerificationDependencies) {
    this.openCalls = new OpenCalls(dependencies);
  }

  async send(request: SendRequest): Promise<{ readonly authenticationId: string }> {
    const { serviceKeys } = this.dependencies;
    const { clientId, phoneNumber, message } = request;
    const key = keyedDigest(serviceKeys, 'client', clientId, phoneNumber, message);
    for (;;) {
      const call = { key, lifeMs: this.lifeMs };
      const flowId = await toldAs(sendRefusals, () =>
        this.openCalls.answerOnce(call, (begun) => this.sendOnce(request, begun)),
      );
      if (flowId !== undefined)
        return { authenticationId: `${flowId}.${bindingOf(serviceKeys, clientId, flowId)}` };
    }
  }

  async validate({ clientId, authenticationId, code }: ValidateRequest): Promise<void> {
    const { flows, serviceKeys } = this.dependencies;
    if (!isBoundTo(serviceKeys, clientId, authenticationId)) throw new CamaraProblem('NOT_FOUND');
    const typed = normaliseOneTimeCode(code);
    if (typed === undefined) throw new CamaraProblem('ONE_TIME_PASSWORD_SMS.INVALID_OTP');
    const flowId = authenticationId.slice(0, flowIdLength);
    const digest = codeAtTheEdge(serviceKeys, flowId, typed);
    const key = stepIdOf(serviceKeys, flowId, 'submitCode', clientId, typed);
    await toldAs(validateRefusals, () =>
      this.openCalls.answerOnce({ key, lifeMs: this.lifeMs }, ({ callId }) =>
        flows.step({ flow, flowId }, 'submitCode', callId, digest),
      ),
    );
  }

  /** Of a verification, and of a call about it that was not answered; milliseconds. */
  private get lifeMs(): number {
    return livesOfVerification * this.dependencies.figures.smsCodeLifeMs;
  }

  /** @returns the flow's id; undefined where the one that an earlier call began is over */
  private async sendOnce(
    request: SendRequest,
    { callId: flowId, isRepeated }: BegunCall,
  ): Promise<string | undefined> {
    const { flows, figures } = this.dependencies;
    const input = this.inputOf(request, flowId);
    const answerBy = performance.now() + figures.flowDeadlineMs;
    const started = await flows.start({
      flow,
      flowId,
      input,
      summary: `One-time password, ${input.subject}`,
      searchAttributes: [{ key: supportReferenceAttribute, value: input.supportReference }],
    });
    if (!started) throw unavailable();
    for (;;) {
      const fate = fateOf(await flows.plainView({ flow, flowId }));
      if (isRepeated && (fate === 'over' || fate === 'overtaken')) return undefined;
      if (fate === 'overtaken') throw new Problem('STEP_OUT_OF_ORDER', { retryAfterSeconds: 1 });
      if (fate !== 'underWay') return flowId;
      if (performance.now() > answerBy) throw unavailable();
      await delay(betweenLooksMs);
    }
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
        flowLifeMs: this.lifeMs,
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

/**
 * What became of a verification's message: `over` when its code lives no more, `overtaken` when a later one took its place.
 *
 * @throws Problem where nothing goes to the number
 */
function fateOf(view: FlowView): 'underWay' | 'sent' | 'over' | 'overtaken' {
  const { status, refusal, nextSteps, delivery = view.pendingView?.delivery } = view;
  if (status === 'VALIDATING') return 'underWay';
  if (status === 'CANCELLED' || refusal?.code === 'STEP_OUT_OF_ORDER') return 'overtaken';
  if (refusal) throw new Problem(refusal.code, refusal);
  if (!nextSteps.includes('submitCode')) return 'over';
  if (delivery === 'UNDELIVERABLE') throw new Problem('NUMBER_WITHOUT_SMS');
  return delivery === 'SENT' ? 'sent' : 'underWay';
}
