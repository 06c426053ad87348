import type { Database } from '../../src/database/database';
import type {
  AccountActivation,
  UserAdminRegistrationEffects,
} from '../../workflows/contracts/userAdminRegistration';
import { holderOf } from './accountReservation';

type ActivateRequest = Parameters<UserAdminRegistrationEffects['activateAccount']>[0];

/**
 * Takes the password's hash that waits for this update, makes the account active with it, and erases the claim. Repeated
 * after a success that was not heard of, it answers as the first time.
 */
export async function activateAccount(
  { accounts, passwordClaims }: Database,
  { flowId, claimId, now }: ActivateRequest,
): Promise<AccountActivation> {
  const heldBy = holderOf(flowId);
  const claim = await passwordClaims.findOne({ _id: heldBy, claimId }).lean();
  const activated =
    claim &&
    (await accounts.updateOne(
      { heldBy, status: 'reserved' },
      {
        $set: {
          status: 'active',
          passwordHash: claim.passwordHash,
          emailVerified: true,
          passwordSetBy: claimId,
          activatedAt: new Date(now),
        },
        $unset: { provenUntil: 1 },
      },
    ));
  await passwordClaims.deleteOne({ _id: heldBy, claimId });
  if (activated?.modifiedCount === 1) return 'activated';
  if (await accounts.exists({ heldBy, status: 'active', passwordSetBy: claimId })) return 'activated';
  return claim ? 'reservationLost' : 'claimLost';
}
