import type { Keyring } from '../src/config/keys';
import type { Account } from '../src/database/accounts';
import { byOwner, type AuditTrail } from '../src/database/auditTrail';
import type { Database } from '../src/database/database';
import { flowOf } from '../src/security/flowTokens';
import type { Notice } from '../workflows/contracts/notices';
import type { PasswordEffects, PasswordOutcome } from '../workflows/contracts/passwords';
import { updateOfKind } from './accounts';
import { sealedAddress } from './messages';

export interface PasswordDependencies {
  readonly database: Database;
  readonly serviceKeys: Keyring;
  readonly auditTrail: AuditTrail;
}

type SetRequest = Parameters<PasswordEffects['setFlowPassword']>[0];

/** The activity of every flow whose proof opens an account's password. */
export function createPasswordActivities(dependencies: PasswordDependencies): PasswordEffects {
  return { setFlowPassword: (request) => setFlowPassword(dependencies, request) };
}

async function setFlowPassword(
  { database, serviceKeys, auditTrail }: PasswordDependencies,
  { workflowId, claimId, now }: SetRequest,
): Promise<PasswordOutcome> {
  const { accounts, passwordClaims } = database;
  const claim = await passwordClaims.findOne({ _id: workflowId, claimId }).lean();
  if (claim) await setOpenPassword(database, { workflowId, claimId, now }, claim.passwordHash);
  const account = await accounts.findOne({ passwordSetBy: claimId }).lean();
  if (account) {
    const step = { workflowId, claimId, now, addressKey: claim?.addressKey };
    await recordPasswordSet({ auditTrail, serviceKeys }, account, step);
  }
  await passwordClaims.deleteOne({ _id: workflowId, claimId });
  if (account) return { outcome: 'set', notices: passwordNotices(serviceKeys, account) };
  const isOpen = await accounts.exists({ passwordOpenTo: workflowId, status: 'active' });
  return { outcome: isOpen ? 'claimLost' : 'accountLost' };
}

/** One write: the former password and every session made under it end with it. */
async function setOpenPassword(
  database: Database,
  { workflowId, claimId, now }: SetRequest,
  passwordHash: string,
): Promise<void> {
  await updateOfKind(database, ['employee', 'userAdmin'], (kind) => ({
    filter: { passwordOpenTo: workflowId, status: 'active' },
    update: {
      $set: { passwordHash, passwordSetBy: claimId, passwordSetAt: new Date(now) },
      $inc: { sessionEpoch: 1 },
      $unset: { passwordOpenTo: 1, ...(kind === 'employee' && { formerOwners: 1 }) },
    },
  }));
}

/** By its owner, in a flow; once for each claim. */
export async function recordPasswordSet(
  { auditTrail, serviceKeys }: Pick<PasswordDependencies, 'auditTrail' | 'serviceKeys'>,
  account: Account,
  { workflowId, claimId, now, addressKey }: SetRequest & { readonly addressKey: string | undefined },
): Promise<void> {
  await auditTrail.record({
    event: 'passwordSet',
    id: `${workflowId}/${claimId}`,
    at: now,
    ...byOwner(account),
    ...flowOf(serviceKeys, workflowId),
    addressKey,
  });
}

/** Tells every known channel of an account of its new password. */
export function passwordNotices(serviceKeys: Keyring, account: Account): readonly Notice[] {
  const { email, locale } = account;
  const number = account.kind === 'employee' ? account.username : account.mobile;
  const words = { wording: 'passwordChanged', locale } as const;
  const notices: Notice[] = [{ ...words, channel: 'sms', address: sealedAddress(serviceKeys, number) }];
  if (email !== undefined)
    notices.push({ ...words, channel: 'mail', address: sealedAddress(serviceKeys, email) });
  return notices;
}
