import { setTimeout as delay } from 'node:timers/promises';
import type { SearchAttributePair } from '@temporalio/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { FlowOwner } from '../../workflows/contracts/accountFlows';
import type { CodeFigures } from '../../workflows/contracts/codes';
import type { FlowName, FlowView } from '../../workflows/contracts/flow';
import type { Figures } from '../config/figures';
import type { Keyring } from '../config/keys';
import { Problem } from '../errors/problem';
import type { Answer, EndpointRequest } from '../http/endpoint';
import { signedInOf } from '../http/endpointCall';
import { flowIdOf, type FlowTokens, supportReferenceOf } from '../security/flowTokens';
import type { Flows } from '../temporal/flows';
import { supportReferenceAttribute } from '../temporal/searchAttributes';

/** What identifies a flow from its start on. */
export interface FlowIdentity {
  readonly flowId: string;
  readonly supportReference: string;
}

export interface FlowPlan {
  readonly flow: FlowName;
  /** What starts, for operators. */
  readonly title: string;
  /** What it is about, masked. */
  readonly subject: string;
  readonly searchAttributes?: readonly SearchAttributePair[];
  /** Whatever takes time in it is part of the time that the start's answer is rounded to. */
  inputOf(identity: FlowIdentity): object | Promise<object>;
}

export interface FlowStartDependencies {
  readonly flows: Flows;
  readonly flowTokens: FlowTokens;
  readonly serviceKeys: Keyring;
  readonly startLimit: StartLimit;
  /** See `Figures.startAnswerStepMs`. */
  readonly answerStepMs: number;
}

/** Where the flow stands, and the token that takes its steps. */
export type StartAnswer = Answer<FlowView & { readonly flowToken: string }>;

/** Starts flows. The same request finds its own flow again and gets the same token. */
export class FlowStart {
  constructor(private readonly dependencies: FlowStartDependencies) {}

  /**
   * Starts a flow whose steps are taken with the token of the answer.
   *
   * @throws Problem as {@link start}
   */
  async begin(request: EndpointRequest<unknown>, plan: FlowPlan): Promise<StartAnswer> {
    const view = await this.start(request, plan);
    const { flow, flowId } = view;
    const accountId = request.signedIn?.account._id;
    const flowToken = this.dependencies.flowTokens.issue(
      { flow, flowId, role: 'start', number: 0 },
      accountId,
    );
    return { status: 202, body: { ...view, flowToken } };
  }

  /**
   * Starts a flow, and hands out nothing that takes its steps.
   *
   * @throws Problem with the refusal that the flow began with, `TOO_MANY_STARTS`, `TEMPORARILY_UNAVAILABLE`
   */
  async start(request: EndpointRequest<unknown>, plan: FlowPlan): Promise<FlowView> {
    if (!request.workProved) await this.dependencies.startLimit.take(request.addressKey);
    const begunAt = performance.now();
    try {
      return await this.started(request, plan);
    } finally {
      await this.nextMoment(begunAt);
    }
  }

  /** A look-up that finds something takes longer: the answer waits for the next step of time, so that this does not show. */
  private async nextMoment(begunAt: number): Promise<void> {
    const { answerStepMs } = this.dependencies;
    if (answerStepMs === 0) return;
    const taken = performance.now() - begunAt;
    await delay(Math.ceil(taken / answerStepMs) * answerStepMs - taken);
  }

  /** Id of the flow that a request starts, derived from account, path and body. */
  flowIdOf({ signedIn, params, body, idempotencyKey }: EndpointRequest<unknown>, flow: FlowName): string {
    const asked = signedIn ? { accountId: signedIn.account._id, params, body } : body;
    return flowIdOf(this.dependencies.serviceKeys, flow, idempotencyKey, asked);
  }

  private async started(request: EndpointRequest<unknown>, plan: FlowPlan): Promise<FlowView> {
    const { flows, serviceKeys } = this.dependencies;
    const { flow, title, subject } = plan;
    const flowId = this.flowIdOf(request, flow);
    const supportReference = supportReferenceOf(serviceKeys, flowId);
    const view = await flows.start({
      flow,
      flowId,
      input: await plan.inputOf({ flowId, supportReference }),
      summary: `${title}, ${subject}`,
      searchAttributes: [
        { key: supportReferenceAttribute, value: supportReference },
        ...(plan.searchAttributes ?? []),
      ],
    });
    if (view?.refusal) throw new Problem(view.refusal.code, { ...view.refusal, supportReference });
    return view ?? validating(flow, flowId, supportReference);
  }
}

/** A flow that has begun and has not answered yet. */
function validating(flow: FlowName, flowId: string, supportReference: string): FlowView {
  return { flowId, flow, status: 'VALIDATING', nextSteps: [], supportReference };
}

/** The durations and limits that a flow with a code keeps for all its life. */
export function codeFigures(figures: Figures): CodeFigures {
  const { smsCodeLifeMs, mailCodeLifeMs, flowLifeMs, attemptsPerFlow, resendCooldownsMs, resendsPerFlow } =
    figures;
  return { smsCodeLifeMs, mailCodeLifeMs, flowLifeMs, attemptsPerFlow, resendCooldownsMs, resendsPerFlow };
}

/** The owner of the flow that a signed-in account begins. @throws Problem `SESSION_REQUIRED` */
export function flowOwnerOf(request: EndpointRequest<unknown>): FlowOwner {
  const { account, session } = signedInOf(request);
  return { accountId: account._id, sessionEpoch: session.epoch };
}

const hourSeconds = 3_600;

/**
 * How many flows one network address may start in an hour at one API process. It counts matching and other data alike, so that
 * the limit reveals nothing; it keeps strangers from filling Temporal with waiting flows.
 */
export class StartLimit {
  private readonly limiter: RateLimiterMemory;

  constructor(startsAnHour: number) {
    this.limiter = new RateLimiterMemory({ points: startsAnHour, duration: hourSeconds });
  }

  /** @throws Problem `TOO_MANY_STARTS` with the time after which there is room again */
  async take(addressKey: string): Promise<void> {
    try {
      await this.limiter.consume(addressKey);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const retryAfterSeconds = Math.ceil(refusal.msBeforeNext / 1_000);
      throw new Problem('TOO_MANY_STARTS', { retryAfterSeconds, workHelps: true });
    }
  }
}
