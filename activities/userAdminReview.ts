import type { Keyring } from '../src/config/keys';
import type { AuditTrail } from '../src/database/auditTrail';
import type { Database } from '../src/database/database';
import { contractOfUserAdmin, type CustomerRecords } from '../src/records/customerRecords';
import type { Notice } from '../workflows/contracts/notices';
import type { UserAdminReviewEffects } from '../workflows/contracts/userAdminReview';
import { sealedAddress } from './messages';

export interface UserAdminReviewDependencies {
  readonly database: Database;
  readonly records: Pick<CustomerRecords, 'contractsOf'>;
  readonly auditTrail: AuditTrail;
  readonly serviceKeys: Keyring;
}

/** The activities of the flow, each one idempotent effect. */
export function createUserAdminReviewActivities(
  dependencies: UserAdminReviewDependencies,
): UserAdminReviewEffects {
  return {
    flagUserAdmin: (request) => flagUserAdmin(dependencies, request),
    noticesOfReview: ({ accountId }) => noticesOfReview(dependencies, accountId),
  };
}

/** A retry that comes after the support desk has ended the review marks nobody again: the User Admin is that representative's by then. */
async function flagUserAdmin(
  { database, auditTrail }: UserAdminReviewDependencies,
  request: Parameters<UserAdminReviewEffects['flagUserAdmin']>[0],
): Promise<boolean> {
  const { accountId: _id, representativeKey: reviewFor, flowId, supportReference, now } = request;
  const account = await database.userAdmins
    .findOneAndUpdate(
      { _id, status: 'active', representativeKey: { $ne: reviewFor } },
      { $set: { reviewFor }, $min: { reviewSince: new Date(now) } },
    )
    .lean();
  if (!account) return false;
  const { username: subjectName, vatNumber } = account;
  await auditTrail.record({
    id: flowId,
    event: 'userAdminFlagged',
    at: now,
    actor: { role: 'records' },
    subjectName,
    vatNumber,
    detail: 'byRecords',
    reference: supportReference,
  });
  return true;
}

async function noticesOfReview(
  { database, records, serviceKeys }: UserAdminReviewDependencies,
  accountId: string,
): Promise<readonly Notice[]> {
  const account = await database.userAdmins.findById(accountId).lean();
  const contract = account && contractOfUserAdmin(account, await records.contractsOf(account.vatNumber));
  if (!contract) return [];
  const seal = (text: string) => sealedAddress(serviceKeys, text);
  const { companyName, representative } = contract;
  const { username, locale } = account;
  return [
    {
      wording: 'representativeChanged',
      channel: 'mail',
      locale,
      address: seal(representative.email),
      company: seal(companyName),
      firstName: seal(representative.firstName),
      name: seal(username),
    },
  ];
}
