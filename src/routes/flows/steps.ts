import { z } from 'zod';
import type { Keyring } from '../../config/keys';
import { Problem } from '../../errors/problem';
import type { ProblemCode } from '../../errors/problemCodes';
import { endpoint, type Endpoint, type EndpointRequest } from '../../http/endpoint';
import { flowSchema, identifier } from '../../http/schemas';
import { normaliseOneTimeCode } from '../../identifiers/oneTimeCode';
import { normalisePuk } from '../../identifiers/puk';
import { stepIdOf } from '../../security/flowIds';
import type { FlowGrant } from '../../security/flowTokens';
import { codeAtTheEdge } from '../../security/oneTimeCodes';
import { typedPuk } from '../../security/puk';
import type { Flows } from '../../temporal/flows';
import { takesStep, type FlowStep } from '../../../workflows/contracts/flow';
import type { ArgumentOf } from '../../../workflows/contracts/messages';

export interface StepDependencies {
  readonly flows: Flows;
  readonly serviceKeys: Keyring;
}

/** A step that is taken with the token of the start and answers with where the flow stands. */
interface StepPlan<Step extends FlowStep, Body extends object> {
  readonly step: Step;
  /** Below `/v1/flows/{flowId}/`. */
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly body: z.ZodType<Body>;
  readonly taken: string;
  readonly problems: readonly ProblemCode[];
  readonly argumentOf: (body: Body, flowId: string) => ArgumentOf<Step>;
}

const codeSchema = z
  .strictObject({
    code: identifier(normaliseOneTimeCode, 'CODE_INVALID', {
      description: 'The six digits of the message.',
      example: '123456',
    }),
  })
  .meta({ id: 'OneTimeCode' });

const pukSchema = z
  .strictObject({
    puk: identifier(normalisePuk, 'PUK_INVALID', {
      description: 'The eight digits on the card of the SIM.',
      example: '87654321',
    }),
  })
  .meta({ id: 'Puk' });

const ofLinkFlows = ['STEP_OUT_OF_ORDER', 'FLOW_EXPIRED', 'LINK_VOID', 'NOT_FOUND'] as const;
const ofCodeFlows = ['STEP_OUT_OF_ORDER', 'ATTEMPTS_SPENT', 'FLOW_EXPIRED', 'NOT_FOUND'] as const;

/** @throws Problem `FLOW_TOKEN_REQUIRED` */
export function granted({ grant }: EndpointRequest<unknown>): FlowGrant {
  if (!grant) throw new Problem('FLOW_TOKEN_REQUIRED');
  return grant;
}

/** @throws Problem `STEP_OUT_OF_ORDER` when the granted flow never takes this step */
export function grantedFor(step: FlowStep, request: EndpointRequest<unknown>): FlowGrant {
  const grant = granted(request);
  if (!takesStep(grant.flow, step)) throw new Problem('STEP_OUT_OF_ORDER');
  return grant;
}

/** The steps between a flow's start and its password. */
export function stepEndpoints(dependencies: StepDependencies): Endpoint[] {
  return [
    stepEndpoint(dependencies, resendLink),
    stepEndpoint(dependencies, submitPuk(dependencies)),
    stepEndpoint(dependencies, submitCode(dependencies)),
    stepEndpoint(dependencies, resendCode),
  ];
}

function stepEndpoint<Step extends Exclude<FlowStep, 'activate'>, Body extends object>(
  { flows, serviceKeys }: StepDependencies,
  { step, path, summary, description, body, taken, problems, argumentOf }: StepPlan<Step, Body>,
): Endpoint {
  return endpoint({
    method: 'post',
    path: `/v1/flows/{flowId}/${path}`,
    operationId: step,
    summary,
    description,
    flowToken: 'start',
    body,
    success: { status: 200, description: taken, schema: flowSchema },
    problems,
    handle: async (request) => {
      const grant = grantedFor(step, request);
      const { flowId } = grant;
      const typed = Object.values(request.body).map(String);
      const updateId = stepIdOf(serviceKeys, flowId, step, request.idempotencyKey, ...typed);
      const view = await flows.advance(grant, step, updateId, argumentOf(request.body, flowId));
      return { status: 200, body: view };
    },
  });
}

const resendLink: StepPlan<'resendLink', object> = {
  step: 'resendLink',
  path: 'link/resend',
  summary: 'Ask for the mail with the link again',
  description: 'After 30, 60 and 120 seconds; three times a flow. The link stays the same.',
  body: z.strictObject({}),
  taken: 'The mail goes out again.',
  problems: ['RESEND_TOO_EARLY', 'RESENDS_SPENT', 'MESSAGE_BUDGET_SPENT', ...ofLinkFlows],
  argumentOf: () => ({}),
};

function submitPuk({ serviceKeys }: StepDependencies): StepPlan<'submitPuk', z.output<typeof pukSchema>> {
  return {
    step: 'submitPuk',
    path: 'puk',
    summary: 'Prove a data-only SIM by its PUK',
    description:
      'Three wrong ones a line a day, over all flows. The code goes to the e-mail address after it.',
    body: pukSchema,
    taken: 'The PUK is right, and the code goes out.',
    problems: ['PUK_INVALID', 'PUK_WRONG', 'PUK_ATTEMPTS_SPENT', 'MESSAGE_BUDGET_SPENT', ...ofCodeFlows],
    argumentOf: ({ puk }) => typedPuk(serviceKeys, puk),
  };
}

function submitCode({ serviceKeys }: StepDependencies): StepPlan<'submitCode', z.output<typeof codeSchema>> {
  return {
    step: 'submitCode',
    path: 'code',
    summary: 'Submit the code of the message',
    description: 'Five wrong ones end the flow. A code of another form costs no attempt.',
    body: codeSchema,
    taken: 'The code is right.',
    problems: [
      'CODE_INVALID',
      'CODE_WRONG',
      'CODE_EXPIRED',
      'TOO_MANY_WRONG_CODES',
      'CODE_ENTRY_PAUSED',
      'LINE_NOT_ELIGIBLE',
      'TWO_LINES_ALREADY',
      'ACCOUNT_CHANGED',
      ...ofCodeFlows,
    ],
    argumentOf: ({ code }, flowId) => codeAtTheEdge(serviceKeys, flowId, code),
  };
}

const resendCode: StepPlan<'resendCode', object> = {
  step: 'resendCode',
  path: 'code/resend',
  summary: 'Ask for the message with the code again',
  description:
    'After 30, 60 and 120 seconds; three times a flow. The same code while it lives, another one after its expiry.',
  body: z.strictObject({}),
  taken: 'The message goes out again.',
  problems: ['RESEND_TOO_EARLY', 'RESENDS_SPENT', 'MESSAGE_BUDGET_SPENT', ...ofCodeFlows],
  argumentOf: () => ({}),
};
