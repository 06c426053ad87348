import type { Database } from '../src/database/database';
import type { PasswordRecoveryEffects } from '../workflows/contracts/passwordRecovery';
import { findAccount, type SearchDependencies } from './passwordRecovery/accountSearch';

type OwnEffects = Pick<PasswordRecoveryEffects, 'findAccount' | 'openPassword'>;

/** The activities of the flow beside those that all flows with a code share. */
export function createPasswordRecoveryActivities(dependencies: SearchDependencies): OwnEffects {
  return {
    findAccount: (request) => findAccount(dependencies, request),
    openPassword: (request) => openPassword(dependencies.database, request),
  };
}

/** The latest proof has the password: a flow that it was open to before loses it. */
async function openPassword(
  { accounts }: Database,
  { accountId, workflowId }: Parameters<OwnEffects['openPassword']>[0],
): Promise<boolean> {
  const opened = await accounts.updateOne(
    { _id: accountId, status: 'active' },
    { $set: { passwordOpenTo: workflowId } },
  );
  return opened.matchedCount === 1;
}
