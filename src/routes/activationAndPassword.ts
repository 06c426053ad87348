import type { Keyring } from '../config/keys';
import { Problem } from '../errors/problem';
import type { Database } from '../database/database';
import { type ActivationLinks, type FlowGrant, type FlowTokens, stepIdOf } from '../security/flowTokens';
import type { Flows } from '../temporal/flows';
import { workflowIdOf, type FlowView } from '../../workflows/contracts/flow';
import type { DatabaseDeadline } from './databaseDeadline';
import type { NewPassword, PasswordIntake, PasswordRequest } from './passwordIntake';

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
