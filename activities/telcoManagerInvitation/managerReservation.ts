import type { ReservedAccount, TelcoManager } from '../../src/database/accounts';
import type { AuditTrail } from '../../src/database/auditTrail';
import type { Database } from '../../src/database/database';
import { type Invitation, openInvitation } from '../../src/security/sealing';
import type { Refusal } from '../../workflows/contracts/flow';
import type {
  ProfileReservation,
  TelcoManagerInvitationEffects,
} from '../../workflows/contracts/telcoManagerInvitation';
import { giveReservationBack } from '../reservations';
import { giveMailBack, holderOf, takeMail, type MailLimitDependencies } from './invitationMail';
import { createProfile } from './newProfile';

export interface ManagerDependencies extends MailLimitDependencies {
  readonly database: Database;
  readonly auditTrail: AuditTrail;
}

type Effects = TelcoManagerInvitationEffects;
type ReserveRequest = Parameters<Effects['reserveManager']>[0];

/** One refusal of the first mail refuses the invitation: nobody is reserved, and nobody loses a profile, without a mail. */
export async function reserveManager(
  dependencies: ManagerDependencies,
  request: ReserveRequest,
): Promise<ProfileReservation> {
  const { vatNumber, profile } = openInvitation(dependencies.serviceKeys, request.invitation);
  const refusal =
    profile === undefined
      ? await takeOver(dependencies, request, vatNumber)
      : await reserveNew(dependencies, request, vatNumber, profile);
  if (refusal) return { outcome: 'refused', refusal };
  await recordInvitation(dependencies, request);
  return { outcome: 'reserved' };
}

export async function takeInvitationMail(
  dependencies: ManagerDependencies,
  { flowId, number, now }: Parameters<Effects['takeInvitationMail']>[0],
): Promise<Refusal | null> {
  const heldBy = holderOf(flowId);
  const manager = await dependencies.database.telcoManagers.findOne({ heldBy, status: 'reserved' }).lean();
  return manager ? takeMail(dependencies, manager, { flowId, number, now }) : { code: 'LINK_VOID' };
}

export async function lapseInvitation(
  { telcoManagers }: Database,
  { flowId, now }: Parameters<Effects['lapseInvitation']>[0],
): Promise<void> {
  await telcoManagers.updateOne(
    { heldBy: holderOf(flowId), status: 'reserved' },
    { $set: { invitationEndedAt: new Date(now) }, $unset: { provenUntil: 1 } },
  );
}

async function reserveNew(
  dependencies: ManagerDependencies,
  { flowId, managerId, locale, actor, now }: ReserveRequest,
  vatNumber: string,
  profile: NonNullable<Invitation['profile']>,
): Promise<Refusal | null> {
  const heldBy = holderOf(flowId);
  const manager: ReservedAccount<TelcoManager> = {
    _id: managerId,
    kind: 'telcoManager',
    status: 'reserved',
    vatNumber,
    ...profile,
    emailVerified: false,
    channel: 'mail',
    locale,
    heldBy,
    invitedBy: actor.accountId,
    reservedAt: new Date(now),
  };
  const refusal = await createProfile(dependencies, manager);
  if (refusal) return refusal;
  const mailRefusal = await takeMail(dependencies, manager, { flowId, number: 1, now });
  if (mailRefusal) await giveReservationBack(dependencies.database, heldBy);
  return mailRefusal;
}

/** What the flow replaces is over: its sessions are deleted, too, though the write that took the profile over voids them. */
async function takeOver(
  dependencies: ManagerDependencies,
  request: ReserveRequest,
  vatNumber: string,
): Promise<Refusal | null> {
  const { managerId, replaces = '' } = request;
  const { telcoManagers, passkeys, passwordClaims, sessions } = dependencies.database;
  const manager = await telcoManagers.findOne({ _id: managerId, vatNumber }).lean();
  const refusal = await holdInPlaceOf(dependencies, request, manager);
  if (refusal) return refusal;
  await Promise.all([
    sessions.deleteMany({ accountId: managerId }),
    passkeys.deleteMany({ accountId: managerId }),
    passwordClaims.deleteMany({ _id: replaces }),
  ]);
  return null;
}

/**
 * One write: the former password and every session end with it, and the username is never free. Who deleted the profile or
 * invited anew meanwhile was first.
 */
async function holdInPlaceOf(
  dependencies: ManagerDependencies,
  { flowId, replaces, actor, now }: ReserveRequest,
  manager: TelcoManager | null,
): Promise<Refusal | null> {
  const heldBy = holderOf(flowId);
  if (manager?.heldBy === heldBy) return null;
  if (!manager || manager.heldBy !== replaces) return { code: 'STEP_OUT_OF_ORDER' };
  const mail = { flowId, number: 1, now };
  const refusal = await takeMail(dependencies, manager, mail);
  if (refusal) return refusal;
  const { telcoManagers } = dependencies.database;
  const reservation = {
    status: 'reserved',
    heldBy,
    emailVerified: false,
    reservedAt: new Date(now),
  } as const;
  const held = await telcoManagers.updateOne(
    { _id: manager._id, heldBy: replaces },
    {
      $set: { ...reservation, invitedBy: actor.accountId },
      $inc: { sessionEpoch: 1, passkeyEpoch: 1 },
      $unset: withoutPassword,
    },
  );
  if (held.matchedCount === 1 || (await telcoManagers.exists({ _id: manager._id, heldBy }))) return null;
  await giveMailBack(dependencies, manager, mail);
  return { code: 'STEP_OUT_OF_ORDER' };
}

const withoutPassword = {
  passwordHash: 1,
  passwordSetBy: 1,
  passwordSetAt: 1,
  passwordOpenTo: 1,
  provenUntil: 1,
  activatedAt: 1,
  invitationEndedAt: 1,
  passkeyUserHandle: 1,
} as const;

async function recordInvitation(
  { database, auditTrail }: ManagerDependencies,
  { flowId, managerId, replaces, actor, addressKey, supportReference, now }: ReserveRequest,
): Promise<void> {
  const manager = await database.telcoManagers.findById(managerId).lean();
  await auditTrail.record({
    id: flowId,
    event: 'telcoManagerInvited',
    at: now,
    actor,
    subjectName: manager?.username,
    vatNumber: manager?.vatNumber,
    detail: replaces === undefined ? 'new' : 'again',
    addressKey,
    reference: supportReference,
  });
}
