import type { ClientSession } from 'mongoose';
import type { Account } from '../../src/database/accounts';
import type { Database } from '../../src/database/database';
import { hasLine } from '../../src/records/customerRecords';
import { closeAccount } from '../accounts';
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

/** An account that loses a line, and whether it ends with it: where its username is the line, or nothing is left to it. */
export interface HoldingAccount {
  readonly account: Account;
  readonly closes: boolean;
}

/** The other accounts that the line is associated with or is the username of, in the order of their ids. */
export async function holdersIn(
  { accounts, lineAssociations }: Database,
  msisdn: string,
  exceptAccountId: string,
  session: ClientSession | null = null,
): Promise<HoldingAccount[]> {
  const association = await lineAssociations.findById(msisdn).session(session).lean();
  const ids = association ? [association.accountId] : [];
  const found = await accounts
    .find({ $or: [{ username: msisdn }, { _id: { $in: ids } }] })
    .sort({ _id: 1 })
    .session(session)
    .lean();
  const others: HoldingAccount[] = [];
  for (const account of found.filter(({ _id }) => _id !== exceptAccountId)) {
    const left = lineAssociations.exists({ accountId: account._id, _id: { $ne: msisdn } });
    const closes = account.username === msisdn || !(await left.session(session));
    others.push({ account, closes });
  }
  return others;
}

/**
 * Takes the line from the accounts that have it, and closes those that end with it. In one that stays, whoever was let in by
 * the network alone may have been so by this line: such a session ends.
 */
export async function takeLineFrom(
  database: Database,
  holders: readonly HoldingAccount[],
  msisdn: string,
  session: ClientSession,
): Promise<void> {
  for (const { account, closes } of holders)
    if (closes) await closeAccount(database, account, session);
    else await database.sessions.deleteMany({ accountId: account._id, assurance: 'network' }, { session });
  await database.lineAssociations.deleteOne({ _id: msisdn }, { session });
}
