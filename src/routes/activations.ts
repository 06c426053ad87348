import { z } from 'zod';
import type { Keyring } from '../config/keys';
import { Problem } from '../errors/problem';
import { endpoint, type Endpoint } from '../http/endpoint';
import { flowWithTokenSchema } from '../http/schemas';
import type { ActivationLinks } from '../security/activationLinks';
import { stepIdOf } from '../security/flowIds';
import type { FlowTokens } from '../security/flowTokens';
import type { Flows } from '../temporal/flows';
import { activate } from '../../workflows/contracts/messages';

const activationSchema = z
  .strictObject({
    token: z.string().max(500).meta({ description: 'The token of the mail; white space is dropped.' }),
  })
  .meta({ id: 'Activation' });

export interface ActivationDependencies {
  readonly flows: Flows;
  readonly flowTokens: FlowTokens;
  readonly links: ActivationLinks;
  readonly serviceKeys: Keyring;
}

/** `POST /v1/activations`: the holder of the mailbox pressed the button. Nothing happens on GET: scanners open links. */
export function activationEndpoints({
  flows,
  flowTokens,
  links,
  serviceKeys,
}: ActivationDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/v1/activations',
      operationId: 'activate',
      summary: 'Activate with the token of a mail',
      description:
        'The flow token of the answer may set the password; the same one comes again until it is set.',
      body: activationSchema,
      success: { status: 200, description: 'The password may be set.', schema: flowWithTokenSchema },
      problems: ['LINK_UNKNOWN', 'LINK_VOID', 'FLOW_EXPIRED', 'STEP_OUT_OF_ORDER', 'NOT_FOUND'],
      handle: async ({ body, idempotencyKey }) => {
        const reference = links.verify(body.token);
        if (!reference) throw new Problem('LINK_UNKNOWN');
        const updateId = stepIdOf(serviceKeys, reference.flowId, activate.name, idempotencyKey);
        const { view, activation } = await flows.step(reference, activate, updateId, {});
        const flowToken = flowTokens.issue({ ...reference, role: 'password', number: activation });
        return { status: 200, body: { ...view, flowToken } };
      },
    }),
  ];
}
