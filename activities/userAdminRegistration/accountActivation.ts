import type { PasswordOutcome } from '../../workflows/contracts/passwords';
import type { UserAdminRegistrationEffects } from '../../workflows/contracts/userAdminRegistration';
import { activateReservation, type ActivationDependencies } from '../reservations';
import { holderOf } from './accountReservation';

type ActivateRequest = Parameters<UserAdminRegistrationEffects['activateAccount']>[0];

/** Makes the account active with the password that waits for this update; the flow itself tells the contract's mailbox. */
export async function activateAccount(
  dependencies: ActivationDependencies,
  { flowId, claimId, now }: ActivateRequest,
): Promise<PasswordOutcome> {
  const activation = await activateReservation(dependencies, { heldBy: holderOf(flowId), claimId, now });
  return activation.outcome === 'set' ? { outcome: 'set', notices: [] } : activation;
}
