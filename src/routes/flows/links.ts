import { z } from 'zod';
import type { Keyring } from '../../config/keys';
import { endpoint, type Endpoint } from '../../http/endpoint';
import { flowSchema } from '../../http/schemas';
import { stepIdOf } from '../../security/flowIds';
import type { Flows } from '../../temporal/flows';
import { resendLink } from '../../../workflows/contracts/messages';
import { grantedFor } from './granted';

/** What flows with a link in a mail take beside the link itself. */
export function linkEndpoints({
  flows,
  serviceKeys,
}: {
  readonly flows: Flows;
  readonly serviceKeys: Keyring;
}): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/v1/flows/{flowId}/link/resend',
      operationId: 'resendLink',
      summary: 'Ask for the mail with the link again',
      description: 'After 30, 60 and 120 seconds; three times a flow. The link stays the same.',
      flowToken: 'start',
      body: z.strictObject({}),
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
        const grant = grantedFor('resendLink', request);
        const updateId = stepIdOf(serviceKeys, grant.flowId, resendLink.name, request.idempotencyKey);
        return { status: 200, body: await flows.advance(grant, resendLink, updateId, {}) };
      },
    }),
  ];
}
