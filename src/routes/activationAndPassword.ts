import { z } from 'zod';
import { workflowIdOf, type FlowView } from '../../workflows/contracts/flow';
import type { Keyring } from '../config/keys';
import type { Database } from '../database/database';
import { Problem } from '../errors/problem';
import { passwordObjections } from '../errors/problemCodes';
import { endpoint, operation, type Endpoint } from '../http/endpoint';
import { grantedFor } from '../http/endpointCall';
import { flowWithTokenSchema, flowSchema, typedPassword } from '../http/schemas';
import { type ActivationLinks, type FlowGrant, type FlowTokens, stepIdOf } from '../security/flowTokens';
import type { Flows } from '../temporal/flows';
import type { DatabaseDeadline } from './databaseDeadline';
import type { NewPassword, PasswordIntake, PasswordRequest } from './passwordIntake';

/** The steps by which a link's owner gets a password; a code's owner takes the second one alone. */
export function activationAndPasswordEndpoints(steps: ActivationAndPassword): Endpoint[] {
  return [activateEndpoint(steps), setPasswordEndpoint(steps)];
}

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
function activateEndpoint(steps: ActivationAndPassword): Endpoint {
  return endpoint(activateOperation, async ({ body, idempotencyKey }) => {
    const { view, flowToken } = await steps.activate(body.token, idempotencyKey);
    return { status: 200, body: { ...view, flowToken } };
  });
}

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

function setPasswordEndpoint(steps: ActivationAndPassword): Endpoint {
  return endpoint(setPasswordOperation, async (request) => {
    const grant = grantedFor('setPassword', request);
    const { view, ...generated } = await steps.setPassword(grant, request.body, request);
    return { status: 200, body: { ...view, ...generated } };
  });
}

export interface ActivationAndPasswordDependencies {
  readonly flows: Flows;
  readonly flowTokens: FlowTokens;
  readonly links: ActivationLinks;
  readonly passwordIntake: PasswordIntake;
  readonly serviceKeys: Keyring;
  readonly database: Pick<Database, 'accounts'>;
  readonly databaseDeadline: DatabaseDeadline;
}

/**
 * The two steps that follow a link in a mail, each the same however it was asked for: by an endpoint of the API or by a
 * page of the portal. The same idempotency key gives the same answer.
 */
export class ActivationAndPassword {
  constructor(private readonly dependencies: ActivationAndPasswordDependencies) {}

  /**
   * @param token as it was pasted
   * @returns where the flow stands, and the token that may set the password
   * @throws Problem `LINK_UNKNOWN`, or the flow's refusal
   */
  async activate(
    token: string,
    idempotencyKey: string,
  ): Promise<{ readonly view: FlowView; readonly flowToken: string }> {
    const { flows, flowTokens, links, serviceKeys } = this.dependencies;
    const reference = links.verify(token);
    if (!reference) throw new Problem('LINK_UNKNOWN');
    const updateId = stepIdOf(serviceKeys, reference.flowId, 'activate', idempotencyKey);
    const { view, activation } = await flows.activate(reference, updateId);
    const flowToken = flowTokens.issue({ ...reference, role: 'password', number: activation });
    return { view, flowToken };
  }

  /** Username of the account that an activated flow with a link holds: whoever has its token has the mailbox. */
  async usernameOf({ flow, flowId }: FlowGrant): Promise<string | undefined> {
    const { database, databaseDeadline } = this.dependencies;
    const held = database.accounts.findOne({ heldBy: workflowIdOf(flow, flowId) }, { username: 1 }).lean();
    return (await databaseDeadline.within(held.exec()))?.username;
  }

  /**
   * @returns where the flow stands, and the password where one was asked for
   * @throws Problem with the objection to the password, or the flow's refusal
   */
  async setPassword(
    grant: FlowGrant,
    wanted: NewPassword,
    request: PasswordRequest,
  ): Promise<{ readonly view: FlowView; readonly generatedPassword?: string }> {
    const { flows, passwordIntake } = this.dependencies;
    const { claimId, ...generated } = await passwordIntake.accept(grant, wanted, request);
    const view = await flows.advance(grant, 'setPassword', claimId, { claimId, activation: grant.number });
    return { view, ...generated };
  }
}
