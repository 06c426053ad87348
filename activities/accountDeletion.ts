import type { Keyring } from '../src/config/keys';
import type { AuditTrail } from '../src/database/auditTrail';
import type { Database } from '../src/database/database';
import type { CustomerRecords } from '../src/records/customerRecords';
import { openLeavingAccount, sealLeavingAccount } from '../src/security/leavingAccounts';
import type { AccountDeletionEffects } from '../workflows/contracts/accountDeletion';
import { closeAccount } from './accountDeletion/closing';
import { noticesOfDeletion } from './accountDeletion/deletionNotices';

export interface AccountDeletionDependencies {
  readonly database: Database;
  readonly records: CustomerRecords;
  readonly auditTrail: AuditTrail;
  readonly serviceKeys: Keyring;
}

type DeleteRequest = Parameters<AccountDeletionEffects['deleteAccount']>[0];

/** The activities of the flow, each one idempotent effect. */
export function createAccountDeletionActivities(
  dependencies: AccountDeletionDependencies,
): AccountDeletionEffects {
  return {
    accountToDelete: ({ accountId }) => accountToDelete(dependencies, accountId),
    deleteAccount: (request) => deleteAccount(dependencies, request),
    noticesOfDeletion: ({ account, reason }) =>
      noticesOfDeletion(dependencies, openLeavingAccount(dependencies.serviceKeys, account), reason),
  };
}

async function accountToDelete(
  { database, serviceKeys }: AccountDeletionDependencies,
  accountId: string,
): Promise<string | null> {
  const [account, associations] = await Promise.all([
    database.accounts.findById(accountId).lean(),
    database.lineAssociations.find({ accountId }).sort({ slot: 1 }).lean(),
  ]);
  if (!account) return null;
  const lines = associations.map(({ _id, vatNumber, lineActivatedOn }) => ({
    msisdn: _id,
    vatNumber,
    activatedOn: lineActivatedOn,
  }));
  return sealLeavingAccount(serviceKeys, { ...account, lines });
}

/** The event comes with the effect: where something else closed the account a moment before, that has told of it. */
async function deleteAccount(
  { database, auditTrail, serviceKeys }: AccountDeletionDependencies,
  request: DeleteRequest,
): Promise<void> {
  const { accountId, flowId, reason, actor, addressKey, supportReference, now } = request;
  await database.connection.transaction(async (session) => {
    const account = await database.accounts.findById(accountId).session(session).lean();
    if (!account) return;
    await closeAccount(database, account, session);
    const { username: subjectName, vatNumber } = openLeavingAccount(serviceKeys, request.account);
    const told = { id: flowId, at: now, actor, subjectName, vatNumber, detail: reason, addressKey };
    await auditTrail.record({ ...told, event: 'accountClosed', reference: supportReference }, session);
  });
}
