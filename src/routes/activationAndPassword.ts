import { z } from 'zod';
import { type FlowView, takesStep, workflowIdOf } from '../../workflows/contracts/flow';
import type { Figures } from '../config/figures';
import type { Keyring } from '../config/keys';
import type { Database } from '../database/database';
import { Problem } from '../errors/problem';
import { passwordObjections } from '../errors/fieldTexts';
import { endpoint, type Endpoint, operation } from '../http/endpoint';
import { grantedFor } from '../http/endpointCall';
import { flowSchema, flowWithTokenSchema, textUpTo, typedPassword } from '../http/schemas';
import {
  type ActivationLinks,
  type FlowGrant,
  type FlowTokens,
  maySetPassword,
  stepIdOf,
} from '../security/flowTokens';
import { generatePassword, type NewPasswordRules, normalisePassword } from '../security/passwords';
import type { Flows } from '../temporal/flows';
import type { DatabaseDeadline } from '../http/databaseDeadline';
import type { HandedPassword, PasswordHandOver } from './passwordHandOver';

/** The two steps after a link: activation and password. A flow with a code takes only the second. */
export function activationAndPasswordEndpoints(steps: ActivationAndPassword): Endpoint[] {
  return [activateEndpoint(steps), setPasswordEndpoint(steps)];
}

const activationSchema = z
  .strictObject({
    token: textUpTo(500).meta({
      maxLength: 500,
      description: 'The token of the mail, or its whole link; blanks do not count.',
    }),
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
    z
      .strictObject({
        password: typedPassword.meta({ description: '15 to 128 characters, any of Unicode.' }),
      })
      .meta({ id: 'ChosenPassword' }),
    z.strictObject({ generate: z.literal(true) }).meta({ id: 'GeneratedPassword' }),
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
    'IDEMPOTENCY_KEY_REUSED',
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
 * The two steps after a link in a mail, shared by the API's endpoints and the portal's
 * pages. The same idempotency key gives the same answer.
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

  /** Username of the account that an activated flow with a link holds. The holder of its token has read the mailbox. */
  async usernameOf({ flow, flowId }: FlowGrant): Promise<string | undefined> {
    const { database, databaseDeadline } = this.dependencies;
    const held = database.accounts.findOne({ heldBy: workflowIdOf(flow, flowId) }, { username: 1 }).lean();
    return (await databaseDeadline.within(held.exec()))?.username;
  }

  /**
   * @returns where the flow stands, and the password where one was asked for
   * @throws Problem `FLOW_TOKEN_INSUFFICIENT`, the objection to the password, or the flow's refusal
   */
  async setPassword(
    grant: FlowGrant,
    wanted: NewPassword,
    request: PasswordRequest,
  ): Promise<{ readonly view: FlowView; readonly generatedPassword?: string }> {
    const { flows, passwordIntake } = this.dependencies;
    if (!maySetPassword(grant)) throw new Problem('FLOW_TOKEN_INSUFFICIENT');
    const { claimId, ...generated } = await passwordIntake.accept(grant, wanted, request);
    const view = await flows.advance(grant, 'setPassword', claimId, { claimId, activation: grant.number });
    return { view, ...generated };
  }
}

export type NewPassword = { readonly password: string } | { readonly generate: true };

/** Of the request that a password comes with. */
export interface PasswordRequest {
  readonly idempotencyKey: string;
  /** Keyed digest of the network address. */
  readonly addressKey: string;
}

export interface PasswordIntakeDependencies {
  readonly flows: Flows;
  readonly database: Database;
  readonly databaseDeadline: DatabaseDeadline;
  readonly serviceKeys: Keyring;
  readonly passwordRules: NewPasswordRules;
  readonly handOver: PasswordHandOver;
  readonly figures: Figures;
}

/** A hash waits under this id for the flow that takes it. */
export interface AcceptedPassword {
  readonly claimId: string;
  readonly generatedPassword?: string;
}

/**
 * Takes a password in at the edge. It is hashed here, once the flow's step would take it, and handed over by reference: neither
 * the password nor its hash ever reaches a workflow.
 */
export class PasswordIntake {
  constructor(private readonly dependencies: PasswordIntakeDependencies) {}

  /** @throws Problem with the objection to the password, `IDEMPOTENCY_KEY_REUSED`, or that of the flow's state */
  async accept(
    grant: FlowGrant,
    wanted: NewPassword,
    { idempotencyKey, addressKey }: PasswordRequest,
  ): Promise<AcceptedPassword> {
    const { serviceKeys, passwordRules, handOver, figures } = this.dependencies;
    const generated =
      'generate' in wanted
        ? generatePassword(serviceKeys, grant.flowId, idempotencyKey, figures.passwordMinLength)
        : undefined;
    const password = normalisePassword('password' in wanted ? wanted.password : (generated ?? ''));
    const claimId = stepIdOf(serviceKeys, grant.flowId, 'setPassword', idempotencyKey);
    const accepted = { claimId, ...(generated !== undefined && { generatedPassword: generated }) };
    const account = await this.accountThatWaits(grant, claimId);
    const handed: HandedPassword = { _id: workflowIdOf(grant.flow, grant.flowId), claimId, password };
    if (!account) {
      await handOver.refuseOther(handed);
      return accepted;
    }
    if (generated === undefined) await passwordRules.check(password, account);
    await handOver.leave(handed, addressKey);
    return accepted;
  }

  /** The account whose password this token may set now; null where the flow will refuse the step. */
  private async accountThatWaits({ flow, flowId, number: activation }: FlowGrant, claimId: string) {
    const { flows, database, databaseDeadline } = this.dependencies;
    const workflowId = workflowIdOf(flow, flowId);
    const opened = takesStep(flow, 'activate')
      ? ({ heldBy: workflowId, status: 'reserved' } as const)
      : { passwordOpenTo: workflowId };
    const [isOpen, account] = await Promise.all([
      flows.wouldTake({ flow, flowId }, 'setPassword', { claimId, activation }),
      databaseDeadline.within(database.accounts.findOne(opened, { username: 1, vatNumber: 1 }).lean().exec()),
    ]);
    return isOpen ? account : null;
  }
}
