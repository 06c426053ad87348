import type { ClientSession } from 'mongoose';
import type { Keyring } from '../src/config/keys';
import type { AuditTrail } from '../src/database/auditTrail';
import type { Database } from '../src/database/database';
import type { LineAssociation } from '../src/database/lineAssociations';
import type { CustomerRecords } from '../src/records/customerRecords';
import { type LeavingAccount, openLeavingAccount, sealLeavingAccount } from '../src/security/sealing';
import type { ReleaseEnding } from '../workflows/contracts/accountFlows';
import type { LineReleaseEffects, ReleasingAccount } from '../workflows/contracts/lineRelease';
import { contactOfSim } from '../workflows/contracts/lines';
import type { Notice } from '../workflows/contracts/notices';
import { linesStillOwned } from './accountDeletion';
import { closeAccount } from './accounts';
import { openAddress, sealedAddress } from './messages';

export interface LineReleaseDependencies {
  readonly database: Database;
  readonly records: CustomerRecords;
  readonly auditTrail: AuditTrail;
  readonly serviceKeys: Keyring;
}

/** The activities of the flow, each one idempotent effect. */
export function createLineReleaseActivities(dependencies: LineReleaseDependencies): LineReleaseEffects {
  return {
    lineToRelease: (request) => lineToRelease(dependencies, request),
    releaseLine: (request) => releaseLine(dependencies, request),
    noticesOfRelease: (request) => noticesOfRelease(dependencies, request),
  };
}

async function lineToRelease(
  { database, serviceKeys }: LineReleaseDependencies,
  { line, associatedBy }: Parameters<LineReleaseEffects['lineToRelease']>[0],
): Promise<ReleasingAccount | null> {
  const _id = openAddress(serviceKeys, line);
  const association = await database.lineAssociations.findOne({ _id, associatedBy }).lean();
  if (!association) return null;
  const { accountId } = association;
  const [account, associations] = await Promise.all([
    database.accounts.findById(accountId).lean(),
    database.lineAssociations.find({ accountId }).sort({ slot: 1 }).lean(),
  ]);
  if (!account) return null;
  const lines = associations.map(({ _id: msisdn, vatNumber, lineActivatedOn: activatedOn }) => {
    return { msisdn, vatNumber, activatedOn };
  });
  return { accountId, account: sealLeavingAccount(serviceKeys, { ...account, lines }) };
}

type ReleaseRequest = Parameters<LineReleaseEffects['releaseLine']>[0];

/** The line, and whose it is by which proof. */
interface OwnedLine {
  readonly msisdn: string;
  readonly associatedBy: string;
  readonly accountId: string;
}

/** What became of the account is read from the account itself, so that a repeated release says the same. */
async function releaseLine(
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

type NoticesRequest = Parameters<LineReleaseEffects['noticesOfRelease']>[0];

/** Both sides: the account, by its mailbox and the lines that are still the company's, and the person who freed the line. */
async function noticesOfRelease(
  dependencies: LineReleaseDependencies,
  request: NoticesRequest,
): Promise<readonly Notice[]> {
  const account = openLeavingAccount(dependencies.serviceKeys, request.releasing.account);
  const notices = await Promise.all([
    noticesToAccount(dependencies, request, account),
    request.reason === 'byManager' ? noticesToManager(dependencies, request) : [],
  ]);
  return notices.flat();
}

async function noticesToAccount(
  dependencies: LineReleaseDependencies,
  { line, reason, ending }: NoticesRequest,
  account: LeavingAccount,
): Promise<readonly Notice[]> {
  const seal = (text: string) => sealedAddress(dependencies.serviceKeys, text);
  const { email, locale } = account;
  const wording = ending === 'closed' ? 'accountDeleted' : 'lineReleased';
  const numbers = await linesStillOwned(dependencies, account);
  const texts = numbers.map((number) => {
    return { wording, channel: 'sms', locale, address: seal(number) } as const;
  });
  if (email === undefined) return texts;
  const released = openAddress(dependencies.serviceKeys, line);
  const username = account.lines.find(({ msisdn }) => msisdn !== released)?.msisdn;
  const mail: Notice = {
    wording: 'lineReleased',
    channel: 'mail',
    locale,
    address: seal(email),
    line,
    reason,
    ending,
    ...(ending === 'renamed' && username !== undefined && { username: seal(username) }),
  };
  return [...texts, mail];
}

async function noticesToManager(
  { database, serviceKeys }: LineReleaseDependencies,
  { line, actor }: NoticesRequest,
): Promise<readonly Notice[]> {
  const manager = await database.accounts.findById(actor.accountId).lean();
  if (manager?.email === undefined) return [];
  const { email, locale } = manager;
  return [
    { wording: 'lineFreed', channel: 'mail', locale, address: sealedAddress(serviceKeys, email), line },
  ];
}
