import type { Account } from '../../src/database/accounts';
import type { Notice } from '../../workflows/contracts/notices';
import type { PasswordOutcome } from '../../workflows/contracts/passwords';
import type { TelcoManagerInvitationEffects } from '../../workflows/contracts/telcoManagerInvitation';
import { sealedAddress } from '../messages';
import { activateReservation, type ActivationDependencies } from '../reservations';
import { holderOf } from './managerReservation';

type ActivateRequest = Parameters<TelcoManagerInvitationEffects['activateManager']>[0];

/** Makes the profile active with the password that waits for this update, and says whom to tell. */
export async function activateManager(
  dependencies: ActivationDependencies,
  { flowId, claimId, now }: ActivateRequest,
): Promise<PasswordOutcome> {
  const activation = await activateReservation(dependencies, { heldBy: holderOf(flowId), claimId, now });
  if (activation.outcome !== 'set') return activation;
  return { outcome: 'set', notices: await noticesOf(dependencies, activation.account) };
}

async function noticesOf(
  { database, serviceKeys }: ActivationDependencies,
  manager: Account,
): Promise<readonly Notice[]> {
  const { vatNumber, username, locale, email = '' } = manager;
  const userAdmin = await database.accounts
    .findOne({ kind: 'userAdmin', vatNumber, status: 'active' })
    .lean();
  const seal = (text: string) => sealedAddress(serviceKeys, text);
  const name = seal(username);
  const toManager = { wording: 'telcoManagerActive', channel: 'mail', locale, name } as const;
  const notices: Notice[] = [{ ...toManager, address: seal(email) }];
  if (userAdmin?.email === undefined) return notices;
  const person = seal([manager.firstName, manager.lastName].join(' '));
  const toUserAdmin = { wording: 'invitationUsed', channel: 'mail', locale: userAdmin.locale } as const;
  return [...notices, { ...toUserAdmin, address: seal(userAdmin.email), name, person }];
}
