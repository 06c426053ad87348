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
import type { Limits } from '../limits/limits';
import { type OriginRule, originRule } from '../limits/rules';
import type { Step } from '../limits/steps';
import { flowIdOf, type FlowTokens, supportReferenceOf } from '../security/flowTokens';
import type { Flows } from '../temporal/flows';
import { supportReferenceAttribute } from '../temporal/searchAttributes';
import { DatabaseDeadline } from '../http/databaseDeadline';

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
    await this.dependencies.startLimit.take(request, this.flowIdOf(request, plan.flow));
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

/** What part of the database's deadline a start waits for its count; without one, the process counts by itself. */
const countDeadlineShare = 1 / 6;

/**
 * How many flows an origin may start that do not end well: what is proved in the end makes up for its start. It keeps strangers
 * from filling Temporal with waiting flows.
 */
export class StartLimit {
  private readonly deadline: DatabaseDeadline;
  private readonly rule: OriginRule;
  private readonly ofProcess: RateLimiterMemory;

  constructor(
    private readonly limits: Limits,
    figures: Figures,
    private readonly now: () => Date,
  ) {
    this.deadline = new DatabaseDeadline(figures.databaseDeadlineMs * countDeadlineShare);
    this.rule = originRule(figures);
    this.ofProcess = new RateLimiterMemory({
      points: this.rule.starts,
      duration: this.rule.windowMs / 1_000,
    });
  }

  /** @throws Problem `TOO_MANY_STARTS` with the time after which there is room again */
  async take({ addressKey, signedIn, workProved }: EndpointRequest<unknown>, flowId: string): Promise<void> {
    const key = signedIn?.account._id ?? addressKey;
    const now = this.now().getTime();
    const origin = { key, rule: this.rule, does: 'starts', mark: 'at once' } as const;
    const step: Step = { useId: flowId, about: flowId, origin, sharer: key, workProved, now };
    try {
      const refused = await this.deadline.within(this.limits.take(step));
      if (refused) throw tooManyStarts(refused.wait.opensAt - now);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'TEMPORARILY_UNAVAILABLE') throw error;
      if (!workProved) await this.takeFromProcess(key);
    }
  }

  private async takeFromProcess(key: string): Promise<void> {
    try {
      await this.ofProcess.consume(key);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw tooManyStarts(refusal.msBeforeNext);
    }
  }
}

function tooManyStarts(waitMs: number): Problem {
  return new Problem('TOO_MANY_STARTS', { retryAfterSeconds: Math.ceil(waitMs / 1_000), workHelps: true });
}
