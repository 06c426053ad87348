import type { AccountActivation } from '../../workflows/contracts/links';
import type { UserAdminRegistrationEffects } from '../../workflows/contracts/userAdminRegistration';
import { activateReservation, type ActivationDependencies } from '../reservations';
import { holderOf } from './accountReservation';

type ActivateRequest = Parameters<UserAdminRegistrationEffects['activateAccount']>[0];

/** Makes the account active with the password that waits for this update; see {@link activateReservation}. */
export async function activateAccount(
  dependencies: ActivationDependencies,
  { flowId, claimId, now }: ActivateRequest,
): Promise<AccountActivation> {
  const { outcome } = await activateReservation(dependencies, { heldBy: holderOf(flowId), claimId, now });
  return outcome;
}
