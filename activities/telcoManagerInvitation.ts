import type { TelcoManager } from '../src/database/accounts';
import type { Notice, NoticeMessages } from '../workflows/contracts/notices';
import type { PasswordOutcome } from '../workflows/contracts/passwords';
import type {
  TelcoManagerInvitationEffects,
  TelcoManagerInvitationMessages,
} from '../workflows/contracts/telcoManagerInvitation';
import { sealedAddress } from './messages';
import { activateReservation, holdForMailbox, type ActivationDependencies } from './reservations';
import {
  holderOf,
  sendInvitationMail,
  type InvitationMailDependencies,
} from './telcoManagerInvitation/invitationMail';
import {
  lapseInvitation,
  reserveManager,
  takeInvitationMail,
  type ManagerDependencies,
} from './telcoManagerInvitation/managerReservation';

type OwnActivities = TelcoManagerInvitationEffects &
  Omit<TelcoManagerInvitationMessages, keyof NoticeMessages>;

/** The activities of the flow beside the notices that all flows share, each one idempotent effect. */
export function createTelcoManagerInvitationActivities(
  dependencies: ManagerDependencies & InvitationMailDependencies,
): OwnActivities {
  return {
    reserveManager: (request) => reserveManager(dependencies, request),
    takeInvitationMail: (request) => takeInvitationMail(dependencies, request),
    proveInvitedMailbox: ({ flowId, provenUntil }) =>
      holdForMailbox(dependencies.database, reservedBy(flowId), provenUntil),
    activateManager: (request) => activateManager(dependencies, request),
    lapseInvitation: (request) => lapseInvitation(dependencies.database, request),
    sendInvitationMail: (request) => sendInvitationMail(dependencies, request),
  };
}

function reservedBy(flowId: string) {
  return { kind: 'telcoManager', heldBy: holderOf(flowId) } as const;
}

type ActivateRequest = Parameters<TelcoManagerInvitationEffects['activateManager']>[0];

/** Makes the profile active with the password that waits for this update, and gives the notices. */
async function activateManager(
  dependencies: ActivationDependencies,
  { flowId, claimId, now }: ActivateRequest,
): Promise<PasswordOutcome> {
  const activation = await activateReservation(dependencies, reservedBy(flowId), { claimId, now });
  if (activation.outcome !== 'set') return activation;
  return { outcome: 'set', notices: await noticesOf(dependencies, activation.account) };
}

async function noticesOf(
  { database, serviceKeys }: ActivationDependencies,
  { vatNumber, username, locale, email, firstName, lastName }: TelcoManager,
): Promise<readonly Notice[]> {
  const userAdmin = await database.userAdmins.findOne({ vatNumber, status: 'active' }).lean();
  const seal = (text: string) => sealedAddress(serviceKeys, text);
  const name = seal(username);
  const toManager = { wording: 'telcoManagerActive', channel: 'mail', locale, name } as const;
  const notices: Notice[] = [{ ...toManager, address: seal(email) }];
  if (!userAdmin) return notices;
  const person = seal([firstName, lastName].join(' '));
  const toUserAdmin = { wording: 'invitationUsed', channel: 'mail', locale: userAdmin.locale } as const;
  return [...notices, { ...toUserAdmin, address: seal(userAdmin.email), name, person }];
}
