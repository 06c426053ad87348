import { z } from 'zod';
import type { Keyring } from '../config/keys';
import { Problem } from '../errors/problem';
import { passwordObjections } from '../errors/problemCodes';
import { endpoint, type Endpoint, type EndpointRequest } from '../http/endpoint';
import { flowSchema } from '../http/schemas';
import { stepIdOf } from '../security/flowIds';
import type { FlowGrant } from '../security/flowTokens';
import type { Flows } from '../temporal/flows';
import { resendLink } from '../../workflows/contracts/messages';
import type { LinkSteps } from './linkSteps';

/** Half of a character of UTF-16: every one of them would be hashed as the same replacement character. */
const loneSurrogate = /\p{Surrogate}/u;

const noBodySchema = z.strictObject({});

const passwordSchema = z
  .union([
    z.strictObject({
      password: z
        .string()
        .max(1_000)
        .refine((text) => !loneSurrogate.test(text))
        .meta({ description: '15 to 128 characters, any of Unicode.' }),
    }),
    z.strictObject({ generate: z.literal(true) }),
  ])
  .meta({ id: 'NewPassword' });

const passwordAnswerSchema = flowSchema
  .extend({ generatedPassword: z.string().optional().meta({ description: 'Only where one was asked for.' }) })
  .meta({ id: 'FlowWithGeneratedPassword' });

export interface FlowDependencies {
  readonly flows: Flows;
  readonly linkSteps: LinkSteps;
  readonly serviceKeys: Keyring;
}

/** `/v1/flows/{flowId}`: what the holder of a flow token may read and do. */
export function flowEndpoints(dependencies: FlowDependencies): Endpoint[] {
  return [readFlow(dependencies), resend(dependencies), newPassword(dependencies)];
}

function readFlow({ flows }: FlowDependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: '/v1/flows/{flowId}',
    operationId: 'readFlow',
    summary: 'Where a flow stands',
    flowToken: 'start',
    success: { status: 200, description: 'The flow.', schema: flowSchema },
    problems: ['NOT_FOUND'],
    handle: async (request) => ({ status: 200, body: await flows.view(granted(request)) }),
  });
}

function resend({ flows, serviceKeys }: FlowDependencies): Endpoint {
  return endpoint({
    method: 'post',
    path: '/v1/flows/{flowId}/link/resend',
    operationId: 'resendLink',
    summary: 'Ask for the mail with the link again',
    description: 'After 30, 60 and 120 seconds; three times a flow. The link stays the same.',
    flowToken: 'start',
    body: noBodySchema,
    success: { status: 200, description: 'The mail goes out again.', schema: flowSchema },
    problems: [
      'RESEND_TOO_EARLY',
      'RESENDS_SPENT',
      'MESSAGE_BUDGET_SPENT',
      'STEP_OUT_OF_ORDER',
      'FLOW_EXPIRED',
      'LINK_VOID',
      'NOT_FOUND',
    ],
    handle: async (request) => {
      const grant = granted(request);
      const updateId = stepIdOf(serviceKeys, grant.flowId, resendLink.name, request.idempotencyKey);
      return { status: 200, body: await flows.step(grant, resendLink, updateId, {}) };
    },
  });
}

function newPassword({ linkSteps }: FlowDependencies): Endpoint {
  return endpoint({
    method: 'post',
    path: '/v1/flows/{flowId}/password',
    operationId: 'setPassword',
    summary: 'Set the first password',
    description:
      'With the flow token that the activation returned. 15 to 128 characters, no rules of composition.',
    flowToken: 'password',
    body: passwordSchema,
    success: { status: 200, description: 'The password is set.', schema: passwordAnswerSchema },
    problems: [
      ...passwordObjections,
      'PASSWORD_HANDOVER_LOST',
      'FLOW_TOKEN_INSUFFICIENT',
      'STEP_OUT_OF_ORDER',
      'FLOW_EXPIRED',
      'LINK_VOID',
      'NOT_FOUND',
    ],
    handle: async (request) => {
      const { body, idempotencyKey } = request;
      const { view, ...generated } = await linkSteps.setPassword(granted(request), body, idempotencyKey);
      return { status: 200, body: { ...view, ...generated } };
    },
  });
}

function granted({ grant }: EndpointRequest<unknown>): FlowGrant {
  if (!grant) throw new Problem('FLOW_TOKEN_REQUIRED');
  return grant;
}
