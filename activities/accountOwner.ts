import type { QueryFilter } from 'mongoose';
import type { Account } from '../src/database/accounts';
import type { Database } from '../src/database/database';
import type { FlowOwner } from '../workflows/contracts/accountFlows';

/** Finds the account of a flow's owner as long as it is active under the password that the flow was begun with. */
export function ofOwner({ accountId, sessionEpoch }: FlowOwner): QueryFilter<Account> {
  const epochs = sessionEpoch === 0 ? [0, null] : [sessionEpoch];
  return { _id: accountId, status: 'active', sessionEpoch: { $in: epochs } };
}

export function accountOfOwner({ accounts }: Database, owner: FlowOwner): Promise<Account | null> {
  return accounts.findOne(ofOwner(owner)).lean().exec();
}
