import type { NoticeMessages } from '../workflows/contracts/notices';
import type {
  TelcoManagerInvitationEffects,
  TelcoManagerInvitationMessages,
} from '../workflows/contracts/telcoManagerInvitation';
import { holdForMailbox } from './reservations';
import { sendInvitationMail, type InvitationMailDependencies } from './telcoManagerInvitation/invitationMail';
import { activateManager } from './telcoManagerInvitation/managerActivation';
import {
  holderOf,
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
      holdForMailbox(dependencies.database, holderOf(flowId), provenUntil),
    activateManager: (request) => activateManager(dependencies, request),
    lapseInvitation: (request) => lapseInvitation(dependencies.database, request),
    sendInvitationMail: (request) => sendInvitationMail(dependencies, request),
  };
}
