import type { Account } from '../../src/database/accounts';
import { hasLine } from '../../src/records/accountLine';
import type { LineDependencies } from './lineCheck';

/** The lines of an employee's account that are still its owner's, first the one of the registration; E.164. */
export async function heldLines(
  { database, records }: Pick<LineDependencies, 'database' | 'records'>,
  account: Pick<Account, '_id' | 'kind' | 'status' | 'vatNumber'>,
): Promise<string[]> {
  const associations = await database.lineAssociations
    .find({ accountId: account._id })
    .sort({ slot: 1 })
    .lean();
  const lines = await Promise.all(associations.map(({ _id }) => records.lineOf(_id)));
  return associations.filter((each, index) => hasLine(account, each, lines[index])).map(({ _id }) => _id);
}
