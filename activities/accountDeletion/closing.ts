import type { ClientSession } from 'mongoose';
import type { Account } from '../../src/database/accounts';
import type { Database } from '../../src/database/database';
import { claimOfAccount } from '../../src/database/passwordClaims';

/**
 * Closes an account inside a transaction: its sessions, its lines, what waits to become its password, and the account itself.
 * What was held by a flow or open to one is not any more: the flow's next step finds no account. Lines, offers and contracts
 * are the records' (rule 36 of the FAQ).
 */
export async function closeAccount(
  { accounts, lineAssociations, passwordClaims, sessions }: Database,
  { _id, heldBy, passwordOpenTo }: Pick<Account, '_id' | 'heldBy' | 'passwordOpenTo'>,
  session: ClientSession,
): Promise<void> {
  const claims = [heldBy, passwordOpenTo ?? heldBy, claimOfAccount(_id)];
  await accounts.deleteOne({ _id }, { session });
  await sessions.deleteMany({ accountId: _id }, { session });
  await lineAssociations.deleteMany({ accountId: _id }, { session });
  await passwordClaims.deleteMany({ _id: { $in: claims } }, { session });
}
