import type { ClientSession } from 'mongoose';
import type { Figures } from '../../src/config/figures';
import type { Keyring } from '../../src/config/keys';
import type { TelcoManager } from '../../src/database/accounts';
import type { Database } from '../../src/database/database';
import { duplicateKey } from '../../src/database/failures';
import type { Limits } from '../../src/limits/limits';
import { takenUsernameRule } from '../../src/limits/rules';
import type { Step } from '../../src/limits/steps';
import { keyedDigest } from '../../src/security/digests';
import type { Refusal } from '../../workflows/contracts/flow';
import { hasCreated, noteCreation } from '../accounts';
import { refusedUntil } from '../limits';

export interface NewProfileDependencies {
  readonly database: Database;
  readonly limits: Limits;
  readonly figures: Figures;
  readonly serviceKeys: Keyring;
}

/**
 * Writes the profile of an invitation. Repeated, it finds the profile, or that it was there and is deleted. Uniqueness of the
 * username is the database's.
 *
 * @returns why there is none: the company has all that it may have, or the username is another account's. A company learns of
 * few usernames a day that they are taken; then all are refused alike, so that names cannot be tried out.
 */
export async function createProfile(
  dependencies: NewProfileDependencies,
  manager: TelcoManager,
): Promise<Refusal | null> {
  const { database } = dependencies;
  const { _id, heldBy } = manager;
  try {
    return await database.connection.transaction((session) => createAlone(dependencies, manager, session));
  } catch (error) {
    if (!duplicateKey(error)) throw error;
    if (await database.telcoManagers.exists({ _id, heldBy })) return null;
    if (await hasCreated(database, heldBy)) return { code: 'STEP_OUT_OF_ORDER' };
    return usernameTaken(dependencies, manager);
  }
}

/** The User Admin's account is written first: of two invitations of a company at once, the second one begins after the first. */
async function createAlone(
  dependencies: NewProfileDependencies,
  manager: TelcoManager,
  session: ClientSession,
): Promise<Refusal | null> {
  const { accounts, userAdmins, telcoManagers } = dependencies.database;
  const { _id, heldBy, vatNumber, username, reservedAt } = manager;
  const userAdmin = { vatNumber, status: 'active' } as const;
  const written = await userAdmins.updateOne(userAdmin, { $inc: { profilesAsked: 1 } }, { session });
  if (written.matchedCount === 0) return { code: 'ACCOUNT_CHANGED' };
  if (await telcoManagers.exists({ _id, heldBy }).session(session)) return null;
  if (await hasCreated(dependencies.database, heldBy, session)) return { code: 'STEP_OUT_OF_ORDER' };
  const refusal = await refusalOfAnyName(dependencies, manager, session);
  if (refusal) return refusal;
  if (await accounts.exists({ username }).session(session)) return usernameTaken(dependencies, manager);
  await noteCreation(dependencies.database, heldBy, reservedAt.getTime(), session);
  await telcoManagers.create([manager], { session });
  return null;
}

/** Tells nothing about the username. */
async function refusalOfAnyName(
  dependencies: NewProfileDependencies,
  manager: TelcoManager,
  session: ClientSession,
): Promise<Refusal | null> {
  const { limits, database, figures } = dependencies;
  const { vatNumber, reservedAt } = manager;
  const { wait } = await limits.look(stepOf(dependencies, manager));
  if (wait) return refusedUntil('TOO_MANY_TAKEN_USERNAMES', wait.opensAt, reservedAt.getTime());
  const managers = await database.telcoManagers.countDocuments({ vatNumber }).session(session);
  return managers < figures.managersPerCompany ? null : { code: 'TOO_MANY_MANAGERS' };
}

async function usernameTaken(dependencies: NewProfileDependencies, manager: TelcoManager): Promise<Refusal> {
  const refused = await dependencies.limits.take(stepOf(dependencies, manager));
  if (!refused) return { code: 'USERNAME_TAKEN' };
  return refusedUntil('TOO_MANY_TAKEN_USERNAMES', refused.wait.opensAt, manager.reservedAt.getTime());
}

function stepOf(
  { figures, serviceKeys }: NewProfileDependencies,
  { vatNumber, reservedAt, heldBy }: TelcoManager,
): Step {
  const key = keyedDigest(serviceKeys, 'VAT number', vatNumber);
  const subject = { purpose: 'taken username of a company', key, rule: takenUsernameRule(figures) } as const;
  return { useId: heldBy, about: key, subject, sharer: key, now: reservedAt.getTime() };
}
