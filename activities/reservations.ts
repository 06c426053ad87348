import type { Keyring } from '../src/config/keys';
import { isOfKind, type Administrator } from '../src/database/accounts';
import { byOwner, type AuditTrail } from '../src/database/auditTrail';
import type { Database } from '../src/database/database';
import { flowOf } from '../src/security/flowTokens';

export interface ActivationDependencies {
  readonly database: Database;
  readonly auditTrail: AuditTrail;
  readonly serviceKeys: Keyring;
}

/** An account that one flow reserved. */
export interface Reserved<Kind extends Administrator['kind']> {
  readonly kind: Kind;
  /** Workflow id of the flow. */
  readonly heldBy: string;
}

/** What became of a password for an account that a flow reserved. */
export type ReservationActivation<Kind extends Administrator['kind']> =
  | { readonly outcome: 'set'; readonly account: Extract<Administrator, { readonly kind: Kind }> }
  | { readonly outcome: 'accountLost' }
  | { readonly outcome: 'claimLost' };

/** Holds a reservation fast for who opened the mailbox, until `provenUntil` (milliseconds since 1970); false once it is lost. */
export async function holdForMailbox(
  { accounts }: Database,
  { heldBy, kind }: Reserved<Administrator['kind']>,
  provenUntil: number,
): Promise<boolean> {
  const held = await accounts.updateOne(
    { heldBy, status: 'reserved', kind },
    { $set: { provenUntil: new Date(provenUntil) } },
  );
  return held.matchedCount === 1;
}

/** Frees what the flow reserved and nobody took over; an active account stays. */
export async function releaseReservation({ accounts }: Database, heldBy: string): Promise<void> {
  await accounts.deleteOne({ heldBy, status: 'reserved' });
}

/** The same for one that is refused in the end: repeated, its flow begins anew, and is refused anew. */
export async function giveReservationBack(database: Database, heldBy: string): Promise<void> {
  await database.connection.transaction(async (session) => {
    await database.accounts.deleteOne({ heldBy, status: 'reserved' }, { session });
    await database.flowCreations.deleteOne({ _id: heldBy }, { session });
  });
}

/**
 * Takes the password's hash that waits for this update, makes the account active with it, and erases the claim. Repeated
 * after a success that was not heard of, it answers as the first time. The claim outlives the event: it knows from where.
 */
export async function activateReservation<Kind extends Administrator['kind']>(
  { database: { accounts, passwordClaims }, auditTrail, serviceKeys }: ActivationDependencies,
  { kind, heldBy }: Reserved<Kind>,
  { claimId, now }: { readonly claimId: string; readonly now: number },
): Promise<ReservationActivation<Kind>> {
  const claim = await passwordClaims.findOne({ _id: heldBy, claimId }).lean();
  if (claim) {
    await accounts.updateOne(
      { heldBy, status: 'reserved', kind },
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
    );
  }
  const account = await accounts.findOne({ heldBy, status: 'active', passwordSetBy: claimId }).lean();
  if (account) {
    await auditTrail.record({
      event: 'accountActivated',
      id: `${heldBy}/${claimId}`,
      at: now,
      ...byOwner(account),
      ...flowOf(serviceKeys, heldBy),
      addressKey: claim?.addressKey,
    });
  }
  await passwordClaims.deleteOne({ _id: heldBy, claimId });
  if (account && isOfKind(account, kind)) return { outcome: 'set', account };
  return { outcome: claim ? 'accountLost' : 'claimLost' };
}
