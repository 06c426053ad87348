import type { Account } from '../../src/database/accounts';
import { byOwner, type AuditTrail } from '../../src/database/auditTrail';
import type { ContactChangeEffects, ContactChangeOutcome } from '../../workflows/contracts/contactChange';
import { workflowIdOf } from '../../workflows/contracts/flow';
import { ofOwner } from '../accountOwner';
import { contacts } from '../contacts';
import { openAddress } from '../messages';
import type { LineDependencies } from '../lines/lineCheck';

export interface ContactDependencies extends LineDependencies {
  readonly auditTrail: AuditTrail;
}

type ChangeRequest = Parameters<ContactChangeEffects['changeContact']>[0];

/**
 * One write, on the condition that the contact is the one that was looked up and no later proof was there. A recovery that
 * the old contact proved sets no password after it. Repeated after a success that was not heard of, it answers as the first time.
 */
export async function changeContact(
  dependencies: ContactDependencies,
  request: ChangeRequest,
): Promise<ContactChangeOutcome> {
  const { database, serviceKeys } = dependencies;
  const { owner, contact, now } = request;
  const { address, provenAt, onceProven } = contacts[contact.channel];
  const former = request.former === undefined ? null : openAddress(serviceKeys, request.former);
  const proven = { [address]: openAddress(serviceKeys, contact.address), [provenAt]: new Date(now) };
  const written = await database.accounts.updateOne(
    { ...ofOwner(owner), [address]: former, [provenAt]: { $not: { $gte: new Date(now) } } },
    {
      $set: { ...proven, ...onceProven },
      $unset: { passwordOpenTo: 1 },
    },
  );
  const account = await database.accounts.findById(owner.accountId).lean();
  const isProven = (account?.[provenAt]?.getTime() ?? 0) >= now;
  if (account && (written.matchedCount === 1 || isProven)) {
    await audit(dependencies, account, request);
    return { outcome: 'changed' };
  }
  const isOwners = account?.status === 'active' && (account.sessionEpoch ?? 0) === owner.sessionEpoch;
  return isOwners ? { outcome: 'otherFormer' } : { outcome: 'refused', refusal: { code: 'ACCOUNT_CHANGED' } };
}

async function audit(
  { auditTrail }: ContactDependencies,
  account: Account,
  { flowId, contact, addressKey, supportReference, now }: ChangeRequest,
): Promise<void> {
  await auditTrail.record({
    event: 'contactChanged',
    id: workflowIdOf('contactChange', flowId),
    at: now,
    ...byOwner(account),
    detail: contacts[contact.channel].address,
    addressKey,
    reference: supportReference,
  });
}
