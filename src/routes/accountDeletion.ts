import { z } from 'zod';
import { auditActorOf } from '../database/auditTrail';
import { endpoint, operation, type Endpoint } from '../http/endpoint';
import { flowWithTokenSchema, typedPassword } from '../http/schemas';
import type { FlowTokens } from '../security/flowTokens';
import type { AccountDeletions } from '../temporal/accountDeletions';
import type { SignIn } from './sessions/signIn';
import { signedInOf } from '../http/endpointCall';

export interface AccountDeletionRouteDependencies {
  readonly accountDeletions: AccountDeletions;
  readonly flowTokens: FlowTokens;
  readonly signIn: SignIn;
}

const deletionSchema = z.strictObject({ password: typedPassword }).meta({ id: 'AccountDeletion' });

export const deleteAccountOperation = operation({
  method: 'post',
  path: '/v1/account/deletion',
  operationId: 'deleteAccount',
  summary: 'Delete the own account',
  description:
    'For employees. Ends every session, this one too, and erases credentials and personal data; lines, offers and contracts stay. ' +
    'Where the answer is lost, a repeated request finds no session any more: the account is gone.',
  session: 'deleteOwnAccount',
  body: deletionSchema,
  success: {
    status: 202,
    description: '`COMPLETED`: the account is gone. `VALIDATING`: it will be.',
    schema: flowWithTokenSchema,
  },
  problems: ['PASSWORD_WRONG', 'SIGN_IN_WAIT'],
});

/** `POST /v1/account/deletion`: rules 34 to 36 of the FAQ. */
export function accountDeletionEndpoints(dependencies: AccountDeletionRouteDependencies): Endpoint[] {
  return [
    endpoint(deleteAccountOperation, async (request) => {
      const { signIn, accountDeletions, flowTokens } = dependencies;
      const { body, addressKey, locale } = request;
      const signedIn = signedInOf(request);
      await signIn.provePassword(signedIn, { ...body, addressKey });
      const { account } = signedIn;
      const actor = auditActorOf(account);
      const view = await accountDeletions.begin({ account, reason: 'byOwner', actor, locale, addressKey });
      const { flow, flowId } = view;
      const flowToken = flowTokens.issue({ flow, flowId, role: 'start', number: 0 });
      return { status: 202, body: { ...view, flowToken }, cookies: { session: null } };
    }),
  ];
}
