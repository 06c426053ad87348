import { z } from 'zod';
import { passwordObjections } from '../../errors/problemCodes';
import { endpoint, operation, type Endpoint } from '../../http/endpoint';
import { flowSchema, typedPassword } from '../../http/schemas';
import type { ActivationAndPassword } from '../activationAndPassword';
import { grantedFor } from './steps';

const passwordSchema = z
  .union([
    z.strictObject({
      password: typedPassword.meta({ description: '15 to 128 characters, any of Unicode.' }),
    }),
    z.strictObject({ generate: z.literal(true) }),
  ])
  .meta({ id: 'NewPassword' });

const passwordAnswerSchema = flowSchema
  .extend({ generatedPassword: z.string().optional().meta({ description: 'Only where one was asked for.' }) })
  .meta({ id: 'FlowWithGeneratedPassword' });

const setPasswordOperation = operation({
  method: 'post',
  path: '/v1/flows/{flowId}/password',
  operationId: 'setPassword',
  summary: 'Set the password',
  description:
    'After a link: with the flow token that the activation returned. After a code: with the one of the start. 15 to 128 characters, no rules of composition.',
  flowToken: 'password',
  body: passwordSchema,
  success: { status: 200, description: 'The password is set.', schema: passwordAnswerSchema },
  problems: [
    ...passwordObjections,
    'PASSWORD_HANDOVER_LOST',
    'FLOW_TOKEN_INSUFFICIENT',
    'STEP_OUT_OF_ORDER',
    'ATTEMPTS_SPENT',
    'FLOW_EXPIRED',
    'LINK_VOID',
    'NOT_FOUND',
  ],
});

/** The password that a flow ends with. */
export function passwordEndpoints({
  activationAndPassword,
}: {
  readonly activationAndPassword: ActivationAndPassword;
}): Endpoint[] {
  return [
    endpoint(setPasswordOperation, async (request) => {
      const grant = grantedFor('setPassword', request);
      const { view, ...generated } = await activationAndPassword.setPassword(grant, request.body, request);
      return { status: 200, body: { ...view, ...generated } };
    }),
  ];
}
