import { z } from 'zod';
import { endpoint, operation, type Endpoint } from '../http/endpoint';
import { flowWithTokenSchema } from '../http/schemas';
import type { ActivationAndPassword } from './activationAndPassword';

const activationSchema = z
  .strictObject({
    token: z
      .string()
      .max(500)
      .meta({ description: 'The token of the mail, or its whole link; blanks do not count.' }),
  })
  .meta({ id: 'Activation' });

const activateOperation = operation({
  method: 'post',
  path: '/v1/activations',
  operationId: 'activate',
  summary: 'Activate with the token of a mail',
  description: 'The flow token of the answer may set the password; the same one comes again until it is set.',
  body: activationSchema,
  success: { status: 200, description: 'The password may be set.', schema: flowWithTokenSchema },
  problems: ['LINK_UNKNOWN', 'LINK_VOID', 'FLOW_EXPIRED', 'STEP_OUT_OF_ORDER', 'NOT_FOUND'],
});

/** `POST /v1/activations`: the holder of the mailbox pressed the button. Nothing happens on GET: scanners open links. */
export function activationEndpoints(activationAndPassword: ActivationAndPassword): Endpoint[] {
  return [
    endpoint(activateOperation, async ({ body, idempotencyKey }) => {
      const { view, flowToken } = await activationAndPassword.activate(body.token, idempotencyKey);
      return { status: 200, body: { ...view, flowToken } };
    }),
  ];
}
