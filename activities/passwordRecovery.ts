import type { CodeEffects } from '../workflows/contracts/codes';
import type { PasswordEffects } from '../workflows/contracts/passwords';
import type { PasswordRecoveryEffects } from '../workflows/contracts/passwordRecovery';
import { openAddress } from './messages';
import { findAccount, type SearchDependencies } from './passwordRecovery/accountSearch';

type OwnEffects = Omit<PasswordRecoveryEffects, keyof CodeEffects | keyof PasswordEffects>;

/** The activities of the flow beside those that all flows with a code share. */
export function createPasswordRecoveryActivities(dependencies: SearchDependencies): OwnEffects {
  return {
    findAccount: (request) => findAccount(dependencies, request),
    openPassword: (request) => openPassword(dependencies, request),
  };
}

/**
 * The latest proof has the password: a flow that it was open to before loses it. A mailbox or mobile that was replaced since
 * the code went out opens nothing: it may have been replaced because somebody else reads it.
 */
async function openPassword(
  { database, serviceKeys }: SearchDependencies,
  { accountId, workflowId, address: sealed }: Parameters<OwnEffects['openPassword']>[0],
): Promise<boolean> {
  const address = openAddress(serviceKeys, sealed);
  const opened = await database.accounts.updateOne(
    {
      _id: accountId,
      status: 'active',
      $or: [{ username: address }, { mobile: address }, { email: address }],
    },
    { $set: { passwordOpenTo: workflowId } },
  );
  return opened.matchedCount === 1;
}
