import type { ClientSession } from 'mongoose';
import type { Database } from '../../src/database/database';
import type { LineAssociation } from '../../src/database/lineAssociations';
import { openLeavingAccount } from '../../src/security/leavingAccounts';
import type { LineReleaseEffects, ReleaseEnding } from '../../workflows/contracts/lineRelease';
import { contactOfSim } from '../../workflows/contracts/lines';
import { closeAccount } from '../accountDeletion/closing';
import { openAddress } from '../messages';
import type { LineReleaseDependencies } from '../lineRelease';

type ReleaseRequest = Parameters<LineReleaseEffects['releaseLine']>[0];

/** The line, and whose it is by which proof. */
interface OwnedLine {
  readonly msisdn: string;
  readonly associatedBy: string;
  readonly accountId: string;
}

/** What became of the account is read from the account itself, so that a repeated release says the same. */
export async function releaseLine(
  dependencies: LineReleaseDependencies,
  request: ReleaseRequest,
): Promise<ReleaseEnding> {
  const { database, serviceKeys } = dependencies;
  const { accountId, account } = request.releasing;
  const msisdn = openAddress(serviceKeys, request.line);
  const line = { msisdn, associatedBy: request.associatedBy, accountId };
  await database.connection.transaction(async (session) => {
    const ending = await takeLine(database, line, session);
    if (ending !== undefined) await audit(dependencies, request, msisdn, ending, session);
  });
  const left = await database.accounts.findById(accountId, { username: 1 }).lean();
  if (!left) return 'closed';
  return left.username === openLeavingAccount(serviceKeys, account).username ? 'kept' : 'renamed';
}

/** @returns undefined where the line is not the account's by this proof any more */
async function takeLine(
  database: Database,
  { msisdn, associatedBy, accountId }: OwnedLine,
  session: ClientSession,
): Promise<ReleaseEnding | undefined> {
  const { accounts, lineAssociations, sessions } = database;
  const association = { _id: msisdn, associatedBy, accountId };
  const { deletedCount } = await lineAssociations.deleteOne(association, { session });
  if (deletedCount === 0) return undefined;
  const account = await accounts.findById(accountId).session(session).lean();
  if (!account) return 'closed';
  const other = await lineAssociations.findOne({ accountId }).session(session).lean();
  if (!other) {
    await closeAccount(database, account, session);
    return 'closed';
  }
  await sessions.deleteMany({ accountId, assurance: 'network' }, { session });
  if (account.username !== msisdn) return 'kept';
  await renameAccount(database, other, session);
  return 'renamed';
}

/** The other line takes the place of the one that the account was registered with: recoveries go by it from then on. */
async function renameAccount(
  { accounts, lineAssociations }: Database,
  { _id, accountId, simKind }: LineAssociation,
  session: ClientSession,
): Promise<void> {
  const $set = { username: _id, channel: contactOfSim[simKind] };
  await accounts.updateOne({ _id: accountId }, { $set }, { session });
  await lineAssociations.updateOne({ _id, accountId }, { $set: { slot: 0 } }, { session });
}

/** Written with the effect, or not at all. */
async function audit(
  { auditTrail, serviceKeys }: LineReleaseDependencies,
  request: ReleaseRequest,
  msisdn: string,
  ending: ReleaseEnding,
  session: ClientSession,
): Promise<void> {
  const { flowId: id, reason: detail, actor, addressKey, supportReference: reference, now: at } = request;
  const { username, vatNumber } = openLeavingAccount(serviceKeys, request.releasing.account);
  const told = { id, at, actor, vatNumber, detail, addressKey, reference };
  await auditTrail.record({ ...told, event: 'lineReleased', subjectName: msisdn }, session);
  if (ending !== 'closed') return;
  await auditTrail.record({ ...told, event: 'accountClosed', subjectName: username }, session);
}
