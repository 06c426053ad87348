import { z } from 'zod';
import type { FlowStep, ArgumentOf } from '../../workflows/contracts/flow';
import type { Keyring, SealingKey } from '../config/keys';
import { endpoint, operation, type Endpoint, type Operation } from '../http/endpoint';
import { granted, grantedFor } from '../http/endpointCall';
import { flowSchema, identifier } from '../http/schemas';
import { normaliseIccid, normaliseOneTimeCode, normalisePuk } from '../identifiers/typedText';
import { stepIdOf } from '../security/flowTokens';
import { codeAtTheEdge } from '../security/digests';
import { sealPuk } from '../security/pukSealing';
import type { Flows } from '../temporal/flows';

/** `/v1/flows/{flowId}`: what the holder of a flow token may read and do. */
export function flowEndpoints(dependencies: StepDependencies): Endpoint[] {
  return [readFlow(dependencies), ...stepEndpoints(dependencies)];
}

export const readFlowOperation = operation({
  method: 'get',
  path: '/v1/flows/{flowId}',
  operationId: 'readFlow',
  summary: 'Where a flow stands',
  flowToken: 'start',
  success: { status: 200, description: 'The flow.', schema: flowSchema },
  problems: ['NOT_FOUND'],
});

function readFlow({ flows }: StepDependencies): Endpoint {
  return endpoint(readFlowOperation, async (request) => ({
    status: 200,
    body: await flows.view(granted(request)),
  }));
}

export interface StepDependencies {
  readonly flows: Flows;
  readonly serviceKeys: Keyring;
  readonly pukSealingKey: SealingKey;
}

/** A step that is taken with the token of the start and answers with where the flow stands. */
interface StepPlan<Step extends FlowStep, BodySchema extends z.ZodType<object>> {
  readonly step: Step;
  readonly declared: Operation<BodySchema, z.ZodObject, typeof flowSchema>;
  readonly argumentOf: (
    body: z.output<BodySchema>,
    flowId: string,
  ) => ArgumentOf<Step> | Promise<ArgumentOf<Step>>;
}

export const codeField = identifier(normaliseOneTimeCode, 'CODE_INVALID', {
  description: 'The six digits of the message, or the whole text message.',
  example: '123456',
  maxLength: 320,
});

const codeSchema = z.strictObject({ code: codeField }).meta({ id: 'OneTimeCode' });

const pukSchema = z
  .strictObject({
    puk: identifier(normalisePuk, 'PUK_INVALID', {
      description: 'The eight digits on the card of the SIM.',
      example: '87654321',
    }),
    iccid: identifier(normaliseIccid, 'ICCID_INVALID', {
      description:
        'The serial number on the SIM, from 89 on: tries with the right one are counted apart from those of others.',
      example: '8939990000000000012',
    }).optional(),
  })
  .meta({ id: 'Puk' });

const resendSchema = z.strictObject({}).meta({ id: 'Resend' });

const ofLinkFlows = ['STEP_OUT_OF_ORDER', 'FLOW_EXPIRED', 'LINK_VOID', 'NOT_FOUND'] as const;
export const ofCodeFlows = ['STEP_OUT_OF_ORDER', 'ATTEMPTS_SPENT', 'FLOW_EXPIRED', 'NOT_FOUND'] as const;

export const resendLinkOperation = operation({
  method: 'post',
  path: '/v1/flows/{flowId}/link/resend',
  operationId: 'resendLink',
  summary: 'Ask for the mail with the link again',
  description: 'After 30, 60 and 120 seconds; three times a flow. The link stays the same.',
  flowToken: 'start',
  body: resendSchema,
  success: { status: 200, description: 'The mail goes out again.', schema: flowSchema },
  problems: ['RESEND_TOO_EARLY', 'RESENDS_SPENT', 'MESSAGE_BUDGET_SPENT', ...ofLinkFlows],
});

export const submitPukOperation = operation({
  method: 'post',
  path: '/v1/flows/{flowId}/puk',
  operationId: 'submitPuk',
  summary: 'Prove a data-only SIM by its PUK',
  description:
    'Three wrong ones a line a day, over all flows, and three more with the ICCID. The code goes to the e-mail address after it.',
  flowToken: 'start',
  body: pukSchema,
  success: { status: 200, description: 'The PUK is right, and the code goes out.', schema: flowSchema },
  problems: [
    'PUK_INVALID',
    'ICCID_INVALID',
    'PUK_WRONG',
    'PUK_ATTEMPTS_SPENT',
    'MESSAGE_BUDGET_SPENT',
    ...ofCodeFlows,
  ],
});

export const submitCodeOperation = operation({
  method: 'post',
  path: '/v1/flows/{flowId}/code',
  operationId: 'submitCode',
  summary: 'Submit the code of the message',
  description: 'Five wrong ones end the flow. A code of another form costs no attempt.',
  flowToken: 'start',
  body: codeSchema,
  success: { status: 200, description: 'The code is right.', schema: flowSchema },
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
});

export const resendCodeOperation = operation({
  method: 'post',
  path: '/v1/flows/{flowId}/code/resend',
  operationId: 'resendCode',
  summary: 'Ask for the message with the code again',
  description:
    'After 30, 60 and 120 seconds; three times a flow. The same code while it lives, another one after its expiry.',
  flowToken: 'start',
  body: resendSchema,
  success: { status: 200, description: 'The message goes out again.', schema: flowSchema },
  problems: ['RESEND_TOO_EARLY', 'RESENDS_SPENT', 'MESSAGE_BUDGET_SPENT', ...ofCodeFlows],
});

/** The steps between a flow's start and its password. */
function stepEndpoints(dependencies: StepDependencies): Endpoint[] {
  const { serviceKeys, pukSealingKey } = dependencies;
  return [
    stepEndpoint(dependencies, {
      step: 'resendLink',
      declared: resendLinkOperation,
      argumentOf: () => ({}),
    }),
    stepEndpoint(dependencies, {
      step: 'submitPuk',
      declared: submitPukOperation,
      argumentOf: (sim, flowId) => sealPuk(pukSealingKey, flowId, sim),
    }),
    stepEndpoint(dependencies, {
      step: 'submitCode',
      declared: submitCodeOperation,
      argumentOf: ({ code }, flowId) => codeAtTheEdge(serviceKeys, flowId, code),
    }),
    stepEndpoint(dependencies, {
      step: 'resendCode',
      declared: resendCodeOperation,
      argumentOf: () => ({}),
    }),
  ];
}

function stepEndpoint<Step extends Exclude<FlowStep, 'activate'>, BodySchema extends z.ZodType<object>>(
  { flows, serviceKeys }: StepDependencies,
  { step, declared, argumentOf }: StepPlan<Step, BodySchema>,
): Endpoint {
  return endpoint(declared, async (request) => {
    const grant = grantedFor(step, request);
    const { flowId } = grant;
    const updateId = stepIdOf(serviceKeys, flowId, step, request.idempotencyKey, codeIn(request.body));
    const argument = await argumentOf(request.body, flowId);
    const view = await flows.advance(grant, step, updateId, argument);
    return { status: 200, body: view };
  });
}

function codeIn(body: object): string | undefined {
  return 'code' in body ? String(body.code) : undefined;
}
