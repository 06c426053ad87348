import { z } from 'zod';
import { passwordObjections } from '../errors/problemCodes';
import { endpoint, operation, type Endpoint } from '../http/endpoint';
import { typedPassword, noBody } from '../http/schemas';
import type { PasswordChanges } from './passwordChange/passwordChanges';
import { signedInOf } from './sessions/signedIn';

const changeSchema = z
  .strictObject({
    currentPassword: typedPassword,
    password: typedPassword.meta({ description: '15 to 128 characters, any of Unicode.' }),
  })
  .meta({ id: 'PasswordChange' });

export const changePasswordOperation = operation({
  method: 'put',
  path: '/v1/account/password',
  operationId: 'changePassword',
  summary: 'Change the own password',
  description:
    'Every other session of the account ends; this one lives on. The same request repeated after an answer that was lost is answered as the first time.',
  session: 'changeOwnPassword',
  body: changeSchema,
  success: { status: 204, description: 'The password is set.', schema: noBody },
  problems: ['PASSWORD_WRONG', 'SIGN_IN_WAIT', ...passwordObjections, 'PASSWORD_HANDOVER_LOST'],
});

/** `PUT /v1/account/password`: every profile, a Telco Manager too (rule 26 of the FAQ is about the forgotten one). */
export function passwordChangeEndpoints(changes: PasswordChanges): Endpoint[] {
  return [
    endpoint(changePasswordOperation, async (request) => {
      const { body, locale, addressKey } = request;
      await changes.change(signedInOf(request), { ...body, locale, addressKey });
      return { status: 204, body: undefined };
    }),
  ];
}
