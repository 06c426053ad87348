import type { ClientSession, QueryFilter, UpdateQuery } from 'mongoose';
import { type Account, activeUnder } from '../src/database/accounts';
import type { Database } from '../src/database/database';
import { duplicateKey } from '../src/database/failures';
import { claimOfAccount } from '../src/database/flowNotes';
import type { FlowOwner } from '../workflows/contracts/accountFlows';
import type { Keyring } from '../src/config/keys';
import { byOwner, type AuditTrail } from '../src/database/auditTrail';
import type { Limits } from '../src/limits/limits';
import { accountNameKeysOf } from '../src/security/digests';
import { flowOf } from '../src/security/flowTokens';
import type { ContactUndoLinks } from '../src/security/contactUndoLinks';
import type { Notice } from '../workflows/contracts/notices';
import type { PasswordEffects, PasswordOutcome } from '../workflows/contracts/passwords';
import { sealedAddress } from './messages';

/** Finds the account of a flow's owner as long as it is active under the password that the flow was begun with. */
export function ofOwner({ accountId, sessionEpoch }: FlowOwner): QueryFilter<Account> {
  return activeUnder(accountId, sessionEpoch);
}

export function accountOfOwner({ accounts }: Database, owner: FlowOwner): Promise<Account | null> {
  return accounts.findOne(ofOwner(owner)).lean().exec();
}

/** What is written to an account of one kind. */
interface KindUpdate {
  readonly filter: QueryFilter<Account>;
  readonly update: UpdateQuery<Account>;
}

/**
 * Updates an account that may be of several kinds, in one round trip. Each kind has a statement of its own, since a schema takes
 * the fields of its kind alone.
 *
 * @returns whether there is such an account
 */
export async function updateOfKind<Kind extends Account['kind']>(
  { accounts }: Database,
  kinds: readonly Kind[],
  updateOf: (kind: Kind) => KindUpdate,
): Promise<boolean> {
  const statements = kinds.map((kind) => {
    const { filter, update } = updateOf(kind);
    return { updateOne: { filter: { ...filter, kind }, update } };
  });
  const { matchedCount } = await accounts.bulkWrite(statements);
  return matchedCount === 1;
}

/** Far longer than a flow lives (72 hours), and than its history is kept: no retry comes later. */
const creationLifeMs = 30 * 24 * 3_600_000;

/**
 * Notes, in the transaction that makes it, that a flow has made what it makes. A worker may die after that and before it is heard:
 * where the thing was removed meanwhile, the retry finds the note, and brings nothing back.
 *
 * @param now milliseconds since 1970
 * @throws a duplicate of `_id` where it was noted before
 */
export async function noteCreation(
  { flowCreations }: Database,
  workflowId: string,
  now: number,
  session: ClientSession,
): Promise<void> {
  const noted = { _id: workflowId, expiresAt: new Date(now + creationLifeMs) };
  await flowCreations.create([noted], { session });
}

/** Whether the flow has made what it makes, there still or not. */
export async function hasCreated(
  { flowCreations }: Database,
  workflowId: string,
  session: ClientSession | null = null,
): Promise<boolean> {
  return (await flowCreations.exists({ _id: workflowId }).session(session)) !== null;
}

/**
 * Closes an account inside a transaction: its sessions, its lines, its passkeys, what waits to become its password, and the account itself.
 * What was held by a flow or open to one is not any more: the flow's next step finds no account. Lines, offers and contracts
 * are the records' (rule 36 of the FAQ).
 */
export async function closeAccount(
  { accounts, lineAssociations, passkeys, passwordClaims, sessions }: Database,
  { _id, heldBy, passwordOpenTo }: Pick<Account, '_id' | 'heldBy' | 'passwordOpenTo'>,
  session: ClientSession,
): Promise<void> {
  const claims = [heldBy, passwordOpenTo ?? heldBy, claimOfAccount(_id)];
  await accounts.deleteOne({ _id }, { session });
  await sessions.deleteMany({ accountId: _id }, { session });
  await lineAssociations.deleteMany({ accountId: _id }, { session });
  await passkeys.deleteMany({ accountId: _id }, { session });
  await passwordClaims.deleteMany({ _id: { $in: claims } }, { session });
}

const mostTriesAtOnce = 5;

/**
 * Runs a transaction again at once where it lost a race for a unique key: then it finds what the winner wrote. A transaction
 * that keeps losing fails, and the retry policy of its activity waits before the next try.
 *
 * @param transaction told whether nothing was lost yet
 */
export async function againAfterLostRace<Result>(
  { connection }: Database,
  transaction: (session: ClientSession, isFirst: boolean) => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await connection.transaction((session) => transaction(session, tries === 1));
    } catch (error) {
      if (!duplicateKey(error) || tries === mostTriesAtOnce) throw error;
    }
  }
}

export interface PasswordDependencies {
  readonly database: Database;
  readonly serviceKeys: Keyring;
  readonly auditTrail: AuditTrail;
  readonly limits: Limits;
}

/** What sets a password by a proof works with besides. */
export interface ProofDependencies extends PasswordDependencies {
  readonly undoLinks: ContactUndoLinks;
}

type SetRequest = Parameters<PasswordEffects['setFlowPassword']>[0];

/** The activity of every flow whose proof opens an account's password. */
export function createPasswordActivities(dependencies: ProofDependencies): PasswordEffects {
  return { setFlowPassword: (request) => setFlowPassword(dependencies, request) };
}

async function setFlowPassword(
  dependencies: ProofDependencies,
  { workflowId, claimId, now }: SetRequest,
): Promise<PasswordOutcome> {
  const { database, serviceKeys, auditTrail, limits } = dependencies;
  const { accounts, passwordClaims } = database;
  const opened = { passwordOpenTo: workflowId, status: 'active', frozenContacts: { $exists: true } } as const;
  const [claim, frozen] = await Promise.all([
    passwordClaims.findOne({ _id: workflowId, claimId }).lean(),
    accounts.findOne(opened).lean(),
  ]);
  if (claim) await setOpenPassword(dependencies, { workflowId, claimId, now }, claim.passwordHash, frozen);
  const account = await accounts.findOne({ passwordSetBy: claimId }).lean();
  if (account) {
    const step = { workflowId, claimId, now, addressKey: claim?.addressKey };
    await Promise.all([
      recordPasswordSet({ auditTrail, serviceKeys }, account, step),
      limits.forget(triesOf(serviceKeys, account)),
    ]);
  }
  await passwordClaims.deleteOne({ _id: workflowId, claimId });
  if (account)
    return {
      outcome: 'set',
      notices: [...passwordNotices(serviceKeys, account), ...undoNotices(dependencies, account, workflowId)],
    };
  const isOpen = await accounts.exists({ passwordOpenTo: workflowId, status: 'active' });
  return { outcome: isOpen ? 'claimLost' : 'accountLost' };
}

/** Failures of strangers make the owner of a new password wait no longer. */
function triesOf(serviceKeys: Keyring, { username }: Account) {
  const keys = accountNameKeysOf(serviceKeys, username);
  return keys.map((key) => ({ purpose: 'password of a name', key }) as const);
}

/**
 * One write: the former password and every session made under it end with it, and all passkeys are suspended. While contacts are frozen, only another contact
 * opens the password, and its proof ends the freeze.
 */
async function setOpenPassword(
  { database, auditTrail, serviceKeys }: ProofDependencies,
  { workflowId, claimId, now }: SetRequest,
  passwordHash: string,
  frozen: Account | null,
): Promise<void> {
  if (frozen) {
    const told = { ...byOwner(frozen), ...flowOf(serviceKeys, workflowId), detail: 'byOtherContact' };
    await auditTrail.record({ event: 'contactsThawed', id: `${workflowId}/${claimId}`, at: now, ...told });
  }
  await updateOfKind(database, ['employee', 'userAdmin'], (kind) => ({
    filter: { passwordOpenTo: workflowId, status: 'active' },
    update: {
      $set: {
        passwordHash,
        passwordSetBy: claimId,
        passwordSetAt: new Date(now),
        passkeysSuspendedAt: new Date(now),
      },
      $inc: { sessionEpoch: 1, passkeyEpoch: 1 },
      $unset: {
        passwordOpenTo: 1,
        ...(kind === 'employee' && { formerOwners: 1 }),
        ...(frozen && { frozenContacts: 1, contactReplacements: 1 }),
      },
    },
  }));
}

/** By its owner, in a flow; once for each claim. */
export async function recordPasswordSet(
  { auditTrail, serviceKeys }: Pick<PasswordDependencies, 'auditTrail' | 'serviceKeys'>,
  account: Account,
  { workflowId, claimId, now, addressKey }: SetRequest & { readonly addressKey: string | undefined },
): Promise<void> {
  await auditTrail.record({
    event: 'passwordSet',
    id: `${workflowId}/${claimId}`,
    at: now,
    ...byOwner(account),
    ...flowOf(serviceKeys, workflowId),
    addressKey,
  });
}

/** Tells every known channel of an account of its new password. */
export function passwordNotices(serviceKeys: Keyring, account: Account): readonly Notice[] {
  const { email, locale } = account;
  const number = account.kind === 'employee' ? account.username : account.mobile;
  const words = { wording: 'passwordChanged', locale } as const;
  const notices: Notice[] = [{ ...words, channel: 'sms', address: sealedAddress(serviceKeys, number) }];
  if (email !== undefined)
    notices.push({ ...words, channel: 'mail', address: sealedAddress(serviceKeys, email) });
  return notices;
}

/** Tells each former contact of a recovery by the one that took its place: a way to undo it, never a code. */
function undoNotices(
  { serviceKeys, undoLinks }: ProofDependencies,
  { _id, username, locale, contactReplacements = [] }: Account,
  workflowId: string,
): readonly Notice[] {
  const recovered = contactReplacements.filter(({ recoveredBy }) => recoveredBy === workflowId);
  return recovered.map(({ flowId, contact, former: address }) => {
    const link = sealedAddress(serviceKeys, undoLinks.linkOf(_id, flowId));
    const notice = { wording: 'contactRecovered', locale, address, link } as const;
    if (contact === 'mobile') return { ...notice, channel: 'sms' };
    return { ...notice, channel: 'mail', name: sealedAddress(serviceKeys, username) };
  });
}
