import type { Keyring } from '../src/config/keys';
import type { AuditTrail } from '../src/database/auditTrail';
import type { Database } from '../src/database/database';
import { contractOfUserAdmin, type CustomerRecords, isInService } from '../src/records/customerRecords';
import { type LeavingAccount, openLeavingAccount, sealLeavingAccount } from '../src/security/sealing';
import type { AccountDeletionEffects } from '../workflows/contracts/accountDeletion';
import type { DeletionReason } from '../workflows/contracts/accountFlows';
import type { Notice } from '../workflows/contracts/notices';
import { closeAccount } from './accounts';
import { sealedAddress } from './messages';

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

interface DeletionNoticeDependencies {
  readonly records: Pick<CustomerRecords, 'lineOf' | 'contractsOf'>;
  readonly serviceKeys: Keyring;
}

/** Who is told of an account's end. If it never became active, nobody is: nobody has proved to own its mailbox. */
async function noticesOfDeletion(
  dependencies: DeletionNoticeDependencies,
  account: LeavingAccount,
  reason: DeletionReason,
): Promise<readonly Notice[]> {
  if (account.status !== 'active') return [];
  const { serviceKeys } = dependencies;
  const seal = (text: string) => sealedAddress(serviceKeys, text);
  const { kind, username, email, mobile, locale } = account;
  const words = { wording: 'accountDeleted', locale } as const;
  const numbers = kind === 'employee' ? await linesStillOwned(dependencies, account) : [mobile ?? []].flat();
  const notices: Notice[] = numbers.map((number) => ({ ...words, channel: 'sms', address: seal(number) }));
  if (email !== undefined)
    notices.push({ ...words, channel: 'mail', address: seal(email), reason, name: seal(username) });
  if (kind !== 'userAdmin' || reason !== 'bySupportDesk') return notices;
  return [...notices, ...(await noticesToRepresentative(dependencies, account))];
}

/** A line that ceased, moved or was activated anew since it was proved is somebody else's: its owner learns nothing. */
export async function linesStillOwned(
  { records }: { readonly records: Pick<CustomerRecords, 'lineOf'> },
  { lines }: Pick<LeavingAccount, 'lines'>,
): Promise<string[]> {
  const recorded = await Promise.all(lines.map(({ msisdn }) => records.lineOf(msisdn)));
  return lines.flatMap(({ msisdn, vatNumber, activatedOn }, index) => {
    const line = recorded[index];
    const isOwned = isInService(line) && line.activatedOn === activatedOn && line.vatNumber === vatNumber;
    return isOwned ? [msisdn] : [];
  });
}

/** To the mailbox of the contract that the User Admin was registered by, else of any contract of the company. */
async function noticesToRepresentative(
  { records, serviceKeys }: DeletionNoticeDependencies,
  { vatNumber, customerCode, locale }: LeavingAccount,
): Promise<readonly Notice[]> {
  const contracts = await records.contractsOf(vatNumber);
  const contract = contractOfUserAdmin({ customerCode }, contracts);
  if (!contract) return [];
  const { companyName, representative } = contract;
  const seal = (text: string) => sealedAddress(serviceKeys, text);
  return [
    {
      wording: 'userAdminRevoked',
      channel: 'mail',
      locale,
      address: seal(representative.email),
      company: seal(companyName),
      firstName: seal(representative.firstName),
    },
  ];
}
