import type { UserAdmin } from '../../src/database/accounts';
import { contractOfUserAdmin, type Contract } from '../../src/records/customerRecords';
import { isRepresentative, representativeKeyOf } from '../../src/security/contractDigests';
import { askedPatiently, launchAll, type ReviewDependencies } from './review';

export interface UserAdminFindings {
  readonly looked: number;
  readonly flagged: number;
}

const companiesAtOnce = 100;

/** What the renewal of keys needs. */
type RenewalDependencies = Omit<
  ReviewDependencies,
  'lineReleases' | 'userAdminReviews' | 'records' | 'database'
> & {
  readonly database: Pick<ReviewDependencies['database'], 'userAdmins'>;
  readonly records: Pick<ReviewDependencies['records'], 'contractsOf'>;
};

type Reviewed = Pick<
  UserAdmin,
  '_id' | 'username' | 'vatNumber' | 'locale' | 'customerCode' | 'representativeKey' | 'reviewFor'
>;

const read = { username: 1, vatNumber: 1, locale: 1, customerCode: 1, representativeKey: 1, reviewFor: 1 };

/** Looks at every active User Admin and tells each new representative once. */
export async function reviewUserAdmins(dependencies: ReviewDependencies): Promise<UserAdminFindings> {
  let looked = 0;
  let flagged = 0;
  for await (const accounts of userAdminsOf(dependencies.database)) {
    const active = accounts.filter(({ status }) => status === 'active');
    await launchAll(active, async (account) => {
      if (await reviewUserAdmin(dependencies, account)) flagged += 1;
    });
    looked += active.length;
  }
  return { looked, flagged };
}

/**
 * Makes every key of a representative anew, in the form of today and under the first key of the ring, while the records still
 * hold that representative. Flags nobody; a second run finds nothing to do. To be run before other records take their place.
 */
export async function renewRepresentativeKeys(dependencies: RenewalDependencies): Promise<void> {
  for await (const accounts of userAdminsOf(dependencies.database))
    await launchAll(accounts, async (account) => {
      const contracts = await askedPatiently(() => dependencies.records.contractsOf(account.vatNumber));
      await renewKey(dependencies, account, 'representativeKey', contracts);
      await renewKey(dependencies, account, 'reviewFor', contracts);
    });
}

/** All User Admins in the order of VAT numbers, a part after the other. */
async function* userAdminsOf({
  userAdmins,
}: RenewalDependencies['database']): AsyncGenerator<readonly (Reviewed & Pick<UserAdmin, 'status'>)[]> {
  let after = '';
  for (;;) {
    const part = await userAdmins
      .find({ vatNumber: { $gt: after } }, { ...read, status: 1 })
      .sort({ vatNumber: 1 })
      .limit(companiesAtOnce)
      .lean();
    const last = part.at(-1);
    if (!last) return;
    yield part;
    after = last.vatNumber;
  }
}

async function renewKey(
  { database, serviceKeys }: RenewalDependencies,
  account: Reviewed,
  field: 'representativeKey' | 'reviewFor',
  contracts: readonly Contract[],
): Promise<void> {
  const { _id, [field]: key } = account;
  if (key === undefined) return;
  const named = contracts.find(({ representative }) => isRepresentative(serviceKeys, key, representative));
  const renewed = named && representativeKeyOf(serviceKeys, named.representative);
  if (renewed === undefined || renewed === key) return;
  await database.userAdmins.updateOne({ _id, [field]: key }, { $set: { [field]: renewed } });
}

/** @returns whether the User Admin was flagged for a representative who was not known before */
async function reviewUserAdmin(dependencies: ReviewDependencies, account: Reviewed): Promise<boolean> {
  const { database, records, userAdminReviews, serviceKeys } = dependencies;
  const { _id, vatNumber, representativeKey: registeredBy, reviewFor } = account;
  const contracts = await askedPatiently(() => records.contractsOf(vatNumber));
  const names =
    (key: string) =>
    ({ representative }: Contract) =>
      isRepresentative(serviceKeys, key, representative);
  if (contracts.some(names(registeredBy))) {
    await renewKey(dependencies, account, 'representativeKey', contracts);
    if (reviewFor !== undefined)
      await database.userAdmins.updateOne({ _id, reviewFor }, { $unset: { reviewSince: 1, reviewFor: 1 } });
    return false;
  }
  const contract = contractOfUserAdmin(account, contracts);
  if (!contract || (reviewFor !== undefined && names(reviewFor)(contract))) return false;
  await userAdminReviews.launch(account, representativeKeyOf(serviceKeys, contract.representative));
  return true;
}
