import { z } from 'zod';
import type { Keyring } from '../../config/keys';
import type { ProblemCode } from '../../errors/problemCodes';
import { endpoint, type Endpoint } from '../../http/endpoint';
import { flowSchema, identifier } from '../../http/schemas';
import { normaliseOneTimeCode } from '../../identifiers/oneTimeCode';
import { normalisePuk } from '../../identifiers/puk';
import { stepIdOf } from '../../security/flowIds';
import { codeAtTheEdge } from '../../security/oneTimeCodes';
import { typedPuk } from '../../security/puk';
import type { Flows } from '../../temporal/flows';
import { resendCode, submitCode } from '../../../workflows/contracts/codes';
import { submitPuk } from '../../../workflows/contracts/puk';
import { grantedFor } from './granted';

export interface CodeStepDependencies {
  readonly flows: Flows;
  readonly serviceKeys: Keyring;
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

const everyStep = ['STEP_OUT_OF_ORDER', 'ATTEMPTS_SPENT', 'FLOW_EXPIRED', 'NOT_FOUND'] as const;

/** What flows with a one-time code take. */
export function codeEndpoints(dependencies: CodeStepDependencies): Endpoint[] {
  return [puk(dependencies), code(dependencies), resend(dependencies)];
}

function puk({ flows, serviceKeys }: CodeStepDependencies): Endpoint {
  return endpoint({
    method: 'post',
    path: '/v1/flows/{flowId}/puk',
    operationId: 'submitPuk',
    summary: 'Prove a data-only SIM by its PUK',
    description:
      'Three wrong ones a line a day, over all flows. The code goes to the e-mail address after it.',
    flowToken: 'start',
    body: pukSchema,
    success: { status: 200, description: 'The PUK is right, and the code goes out.', schema: flowSchema },
    problems: ['PUK_INVALID', 'PUK_WRONG', 'PUK_ATTEMPTS_SPENT', 'MESSAGE_BUDGET_SPENT', ...everyStep],
    handle: async (request) => {
      const grant = grantedFor('submitPuk', request);
      const { body, idempotencyKey } = request;
      const updateId = stepIdOf(serviceKeys, grant.flowId, submitPuk.name, idempotencyKey, body.puk);
      const view = await flows.advance(grant, submitPuk, updateId, typedPuk(serviceKeys, body.puk));
      return { status: 200, body: view };
    },
  });
}

function code({ flows, serviceKeys }: CodeStepDependencies): Endpoint {
  const problems: readonly ProblemCode[] = [
    'CODE_INVALID',
    'CODE_WRONG',
    'CODE_EXPIRED',
    'TOO_MANY_WRONG_CODES',
    'CODE_ENTRY_PAUSED',
    'LINE_NOT_ELIGIBLE',
    'TWO_LINES_ALREADY',
    'ACCOUNT_CHANGED',
    ...everyStep,
  ];
  return endpoint({
    method: 'post',
    path: '/v1/flows/{flowId}/code',
    operationId: 'submitCode',
    summary: 'Submit the code of the message',
    description: 'Five wrong ones end the flow. A code of another form costs no attempt.',
    flowToken: 'start',
    body: codeSchema,
    success: { status: 200, description: 'The code is right.', schema: flowSchema },
    problems,
    handle: async (request) => {
      const grant = grantedFor('submitCode', request);
      const { body, idempotencyKey } = request;
      const updateId = stepIdOf(serviceKeys, grant.flowId, submitCode.name, idempotencyKey, body.code);
      const typed = codeAtTheEdge(serviceKeys, grant.flowId, body.code);
      return { status: 200, body: await flows.advance(grant, submitCode, updateId, typed) };
    },
  });
}

function resend({ flows, serviceKeys }: CodeStepDependencies): Endpoint {
  return endpoint({
    method: 'post',
    path: '/v1/flows/{flowId}/code/resend',
    operationId: 'resendCode',
    summary: 'Ask for the message with the code again',
    description:
      'After 30, 60 and 120 seconds; three times a flow. The same code while it lives, another one after its expiry.',
    flowToken: 'start',
    body: z.strictObject({}),
    success: { status: 200, description: 'The message goes out again.', schema: flowSchema },
    problems: ['RESEND_TOO_EARLY', 'RESENDS_SPENT', 'MESSAGE_BUDGET_SPENT', ...everyStep],
    handle: async (request) => {
      const grant = grantedFor('resendCode', request);
      const updateId = stepIdOf(serviceKeys, grant.flowId, resendCode.name, request.idempotencyKey);
      return { status: 200, body: await flows.advance(grant, resendCode, updateId, {}) };
    },
  });
}
