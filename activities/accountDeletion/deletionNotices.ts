import type { Keyring } from '../../src/config/keys';
import { contractOfUserAdmin, type CustomerRecords } from '../../src/records/customerRecords';
import type { LeavingAccount } from '../../src/security/leavingAccounts';
import type { DeletionReason } from '../../workflows/contracts/accountDeletion';
import type { Notice } from '../../workflows/contracts/notices';
import { sealedAddress } from '../messages';

export interface DeletionNoticeDependencies {
  readonly records: Pick<CustomerRecords, 'lineOf' | 'contractsOf'>;
  readonly serviceKeys: Keyring;
}

/** To whom an account's end is told; of one that never became active nobody is, since nobody proved to own its mailbox. */
export async function noticesOfDeletion(
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
    const isOwned =
      line?.status === 'active' && line.activatedOn === activatedOn && line.vatNumber === vatNumber;
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
