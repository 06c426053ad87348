import type { Figures } from '../config/figures';
import type { Keyring } from '../config/keys';
import type { Database } from '../database/database';
import type { PasswordClaim } from '../database/flowNotes';
import { type FlowGrant, stepIdOf } from '../security/flowTokens';
import { type NewPasswordRules, normalisePassword } from '../security/passwordRules';
import { generatePassword, type PasswordHashing } from '../security/passwordHashing';
import type { Flows } from '../temporal/flows';
import { takesStep, workflowIdOf } from '../../workflows/contracts/flow';
import type { DatabaseDeadline } from './databaseDeadline';

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
  readonly passwordHashing: PasswordHashing;
  readonly figures: Figures;
  readonly now: () => Date;
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

  /** @throws Problem with the objection to the password, or that of the flow's state */
  async accept(
    grant: FlowGrant,
    wanted: NewPassword,
    { idempotencyKey, addressKey }: PasswordRequest,
  ): Promise<AcceptedPassword> {
    const { serviceKeys, passwordRules, passwordHashing, figures } = this.dependencies;
    const generated =
      'generate' in wanted
        ? generatePassword(serviceKeys, grant.flowId, idempotencyKey, figures.passwordMinLength)
        : undefined;
    const password = normalisePassword('password' in wanted ? wanted.password : (generated ?? ''));
    const claimId = stepIdOf(serviceKeys, grant.flowId, 'setPassword', idempotencyKey, password);
    const accepted = { claimId, ...(generated !== undefined && { generatedPassword: generated }) };
    const account = await this.accountThatWaits(grant, claimId);
    if (!account) return accepted;
    if (generated === undefined) await passwordRules.check(password, account);
    await this.handOver(grant, { claimId, addressKey, passwordHash: await passwordHashing.hash(password) });
    return accepted;
  }

  /** The account whose password this token may set now; null where the step will be refused, and the flow says why. */
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

  /** One claim a flow: a later one takes the place of an earlier one that was not taken. */
  private async handOver(
    grant: FlowGrant,
    claim: Pick<PasswordClaim, 'claimId' | 'addressKey' | 'passwordHash'>,
  ): Promise<void> {
    const { database, databaseDeadline, figures, now } = this.dependencies;
    const expiresAt = new Date(now().getTime() + figures.passwordClaimLifeMs);
    const handedOver = database.passwordClaims.updateOne(
      { _id: workflowIdOf(grant.flow, grant.flowId) },
      { $set: { ...claim, expiresAt } },
      { upsert: true },
    );
    await databaseDeadline.within(handedOver.exec());
  }
}
