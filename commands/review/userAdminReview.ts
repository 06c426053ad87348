import type { Account } from '../../src/database/accounts';
import { contractOfUserAdmin, type Contract } from '../../src/records/customerRecords';
import { isRepresentative, representativeKeyOf } from '../../src/security/representativeKeys';
import { askedPatiently, launchAll, type ReviewDependencies } from './review';

export interface UserAdminFindings {
  readonly looked: number;
  readonly flagged: number;
}

const companiesAtOnce = 100;

type Reviewed = Pick<
  Account,
  '_id' | 'username' | 'vatNumber' | 'locale' | 'customerCode' | 'representativeKey' | 'reviewFor'
>;

const read = { username: 1, vatNumber: 1, locale: 1, customerCode: 1, representativeKey: 1, reviewFor: 1 };

/** Looks at every active User Admin, in the order of VAT numbers, in constant memory; tells each new representative once. */
export async function reviewUserAdmins(dependencies: ReviewDependencies): Promise<UserAdminFindings> {
  let looked = 0;
  let flagged = 0;
  let after = '';
  for (;;) {
    const accounts = await dependencies.database.accounts
      .find({ kind: 'userAdmin', vatNumber: { $gt: after } }, { ...read, status: 1 })
      .sort({ vatNumber: 1 })
      .limit(companiesAtOnce)
      .lean();
    const last = accounts.at(-1);
    if (!last) return { looked, flagged };
    const active = accounts.filter(({ status }) => status === 'active');
    await launchAll(active, async (account) => {
      if (await reviewUserAdmin(dependencies, account)) flagged += 1;
    });
    looked += active.length;
    after = last.vatNumber;
  }
}

/** @returns whether the User Admin was flagged for a representative who was not known before */
async function reviewUserAdmin(
  { database, records, userAdminReviews, serviceKeys }: ReviewDependencies,
  account: Reviewed,
): Promise<boolean> {
  const { _id, vatNumber, representativeKey: registeredBy, reviewFor } = account;
  if (registeredBy === undefined) return false;
  const contracts = await askedPatiently(() => records.contractsOf(vatNumber));
  const names =
    (key: string) =>
    ({ representative }: Contract) =>
      isRepresentative(serviceKeys, key, representative);
  if (contracts.some(names(registeredBy))) {
    if (reviewFor !== undefined)
      await database.accounts.updateOne({ _id, reviewFor }, { $unset: { reviewSince: 1, reviewFor: 1 } });
    return false;
  }
  const contract = contractOfUserAdmin(account, contracts);
  if (!contract || (reviewFor !== undefined && names(reviewFor)(contract))) return false;
  await userAdminReviews.launch(account, representativeKeyOf(serviceKeys, contract.representative));
  return true;
}
