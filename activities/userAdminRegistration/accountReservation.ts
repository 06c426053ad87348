import { randomUUID } from 'node:crypto';
import type { Figures } from '../../src/config/figures';
import type { Keyring } from '../../src/config/keys';
import type { ReservedAccount, UserAdmin } from '../../src/database/accounts';
import type { Limits } from '../../src/limits/limits';
import { activationMailRule } from '../../src/limits/rules';
import type { Database } from '../../src/database/database';
import { duplicateKey } from '../../src/database/failures';
import { type Application, type Contacts, openApplication, openContacts } from '../../src/security/sealing';
import { workflowIdOf, type Refusal } from '../../workflows/contracts/flow';
import type {
  Reservation,
  UserAdminRegistrationEffects,
} from '../../workflows/contracts/userAdminRegistration';
import { noteCreation } from '../accounts';
import { refusalOf, refusedUntil } from '../limits';
import { giveReservationBack } from '../reservations';

export interface ReservationDependencies {
  readonly database: Database;
  readonly limits: Limits;
  readonly serviceKeys: Keyring;
  readonly figures: Figures;
}

type Effects = UserAdminRegistrationEffects;
type ReserveRequest = Parameters<Effects['reserveAccount']>[0] &
  Application & { readonly contacts: Contacts };
type MailRequest = Parameters<Effects['takeActivationMail']>[0];

/** Workflow id of the flow, which is how accounts and send records name it. */
export function holderOf(flowId: string): string {
  return workflowIdOf('userAdminRegistration', flowId);
}

/**
 * Reserves the VAT number and the username for a flow. A reservation that another flow holds is taken over; an active
 * account is not. Uniqueness is the database's, so that no race makes two. A flow reserves once: where its reservation is gone,
 * a retry that comes late brings nothing back.
 */
export async function reserveAccount(
  dependencies: ReservationDependencies,
  sealedRequest: Parameters<Effects['reserveAccount']>[0],
): Promise<Reservation> {
  const application = openApplication(dependencies.serviceKeys, sealedRequest.application);
  const contacts = openContacts(dependencies.serviceKeys, sealedRequest.contract.contacts);
  const request = { ...sealedRequest, ...application, contacts };
  for (;;) {
    const refusedFor = await insertReservation(dependencies.database, request);
    if (!refusedFor) return payWithMail(dependencies, request, { outcome: 'reserved' });
    const { vatNumber } = request;
    const held = await dependencies.database.userAdmins.findOne({ vatNumber }).lean();
    if (refusedFor === '_id' && held?.heldBy !== holderOf(request.flowId))
      return refused({ code: 'LINK_VOID' });
    if (!held && refusedFor === 'username') return refused({ code: 'USERNAME_TAKEN' });
    const reservation = held && (await reserveInPlaceOf(dependencies, request, held));
    if (reservation) return reservation;
  }
}

/** Counts a mail on its mailbox; a retry is not counted again. */
export async function takeActivationMail(
  { limits, figures }: Pick<ReservationDependencies, 'limits' | 'figures'>,
  { flowId, contract: { mailboxKey: key }, number, now }: MailRequest,
): Promise<Refusal | null> {
  const subject = { purpose: 'activation mail', key, rule: activationMailRule(figures) } as const;
  const refused = await limits.take({ useId: `${flowId}/${number}`, about: key, subject, sharer: key, now });
  return refusalOf('MESSAGE_BUDGET_SPENT', refused?.wait, now);
}

/** @returns the field whose uniqueness refused it, `_id` where the flow has reserved before; undefined when the account is reserved */
async function insertReservation(database: Database, request: ReserveRequest): Promise<string | undefined> {
  const { vatNumber, flowId, now } = request;
  const reserved = { kind: 'userAdmin', status: 'reserved', vatNumber, ...reservationOf(request) } as const;
  try {
    await database.connection.transaction(async (session) => {
      await noteCreation(database, holderOf(flowId), now, session);
      await database.userAdmins.create([{ _id: randomUUID(), ...reserved }], { session });
    });
    return undefined;
  } catch (error) {
    const field = duplicateKey(error)?.field;
    if (field === undefined) throw error;
    return field;
  }
}

/** @returns undefined when somebody else changed the reservation meanwhile */
async function reserveInPlaceOf(
  dependencies: ReservationDependencies,
  request: ReserveRequest,
  held: UserAdmin,
): Promise<Reservation | undefined> {
  if (held.status === 'active') return refused({ code: 'VAT_ALREADY_SERVED' });
  const alreadyHeld = held.heldBy === holderOf(request.flowId);
  if (alreadyHeld) return payWithMail(dependencies, request, reservedFrom(held.takenOverFrom));
  if (held.reservedAt.getTime() > request.now) return refused({ code: 'LINK_VOID' });
  if (held.provenUntil && held.provenUntil.getTime() > request.now)
    return refused(refusedUntil('REGISTRATION_UNDER_WAY', held.provenUntil.getTime(), request.now));
  const refusal = await takeActivationMail(dependencies, { ...request, number: 1 });
  if (refusal) return refused(refusal);
  try {
    return (await takeOver(dependencies.database, request, held)) ? reservedFrom(held.heldBy) : undefined;
  } catch (error) {
    if (duplicateKey(error)?.field !== 'username') throw error;
    return refused({ code: 'USERNAME_TAKEN' });
  }
}

/** @returns false when somebody else changed the reservation meanwhile */
async function takeOver(database: Database, request: ReserveRequest, held: UserAdmin): Promise<boolean> {
  const { _id, heldBy } = held;
  const provenUntil = { $not: { $gt: new Date(request.now) } };
  return database.connection.transaction(async (session) => {
    const takenOver = await database.userAdmins.updateOne(
      { _id, status: 'reserved', heldBy, provenUntil },
      { $set: { ...reservationOf(request), takenOverFrom: heldBy }, $unset: { provenUntil: 1 } },
      { session },
    );
    if (takenOver.modifiedCount === 1)
      await noteCreation(database, holderOf(request.flowId), request.now, session);
    return takenOver.modifiedCount === 1;
  });
}

/** A reservation whose mail may not go out is given back. */
async function payWithMail(
  dependencies: ReservationDependencies,
  request: ReserveRequest,
  reservation: Reservation,
): Promise<Reservation> {
  const refusal = await takeActivationMail(dependencies, { ...request, number: 1 });
  if (!refusal) return reservation;
  await giveReservationBack(dependencies.database, holderOf(request.flowId));
  return refused(refusal);
}

function reservationOf({
  contract,
  contacts,
  username,
  locale,
  flowId,
  now,
}: ReserveRequest): Omit<ReservedAccount<UserAdmin>, '_id' | 'kind' | 'status' | 'vatNumber'> {
  return {
    customerCode: contract.customerCode,
    representativeKey: contract.representativeKey,
    username,
    locale,
    ...contacts,
    emailVerified: false,
    channel: 'mail',
    heldBy: holderOf(flowId),
    reservedAt: new Date(now),
  };
}

function reservedFrom(takenOverFrom: string | undefined): Reservation {
  return takenOverFrom === undefined ? { outcome: 'reserved' } : { outcome: 'reserved', takenOverFrom };
}

function refused(refusal: Refusal): Reservation {
  return { outcome: 'refused', refusal };
}
