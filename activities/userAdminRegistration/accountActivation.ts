import type { Database } from '../../src/database/database';
import type { AccountActivation } from '../../workflows/contracts/links';
import type { UserAdminRegistrationEffects } from '../../workflows/contracts/userAdminRegistration';
import { activateReservation } from '../reservations';
import { holderOf } from './accountReservation';

type ActivateRequest = Parameters<UserAdminRegistrationEffects['activateAccount']>[0];

/** Makes the account active with the password that waits for this update; see {@link activateReservation}. */
export async function activateAccount(
  database: Database,
  { flowId, claimId, now }: ActivateRequest,
): Promise<AccountActivation> {
  const { outcome } = await activateReservation(database, { heldBy: holderOf(flowId), claimId, now });
  return outcome;
}
