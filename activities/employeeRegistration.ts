import type { ClientSession } from 'mongoose';
import type { Keyring } from '../src/config/keys';
import type { Employee, FormerOwner, MadeAccount } from '../src/database/accounts';
import { auditActorOf, byOwner } from '../src/database/auditTrail';
import type { Database } from '../src/database/database';
import type { ProvenAssociation } from '../src/database/lineAssociations';
import type { RecordedLine } from '../src/records/customerRecords';
import { flowOf } from '../src/security/flowTokens';
import type { CodeEffects } from '../workflows/contracts/codes';
import type {
  EmployeeAccountCreation,
  EmployeeRegistrationEffects,
} from '../workflows/contracts/employeeRegistration';
import { workflowIdOf } from '../workflows/contracts/flow';
import { contactOfSim, type LineVerdict } from '../workflows/contracts/lines';
import type { Notice } from '../workflows/contracts/notices';
import type { PasswordEffects } from '../workflows/contracts/passwords';
import type { PukEffects } from '../workflows/contracts/puk';
import { againAfterLostRace, hasCreated, noteCreation } from './accounts';
import {
  holdersIn,
  type HoldingAccount,
  inspectLine,
  type LineDependencies,
  lineStillServed,
  takeLineFrom,
} from './lines';
import { openAddress, sealedAddress } from './messages';

type OwnEffects = Omit<
  EmployeeRegistrationEffects,
  keyof CodeEffects | keyof PukEffects | keyof PasswordEffects
>;

/** The activities of the flow beside those that it shares with others. */
export function createEmployeeRegistrationActivities(dependencies: LineDependencies): OwnEffects {
  return {
    checkLine: (request) => checkLine(dependencies, request),
    createEmployeeAccount: (request) => createEmployeeAccount(dependencies, request),
  };
}

/** The line that an employee registers, with the mailbox that was typed. */
export function checkLine(
  dependencies: LineDependencies,
  { flowId, application, addressKey, now }: Parameters<EmployeeRegistrationEffects['checkLine']>[0],
): Promise<LineVerdict> {
  return inspectLine(dependencies, {
    flow: { flowId, purpose: 'registration', addressKey },
    claim: application,
    mailbox: { address: application.mailbox, key: application.mailboxKey },
    wordings: { free: 'registrationCode', registered: 'takeoverCode' },
    now,
  });
}

type CreateRequest = Parameters<EmployeeRegistrationEffects['createEmployeeAccount']>[0];

/** What the transaction works with. */
interface NewAccount {
  readonly workflowId: string;
  readonly line: RecordedLine;
  readonly email: string;
  readonly request: CreateRequest;
}

/**
 * Makes the account of a proven line and takes the line from the account that had it, in one transaction. Of a line that was free a
 * moment ago unique keys are all that it asks. Concurrent creations conflict on them, and the loser tries again. Of two proofs of one line the later one wins; a repeated earlier
 * one changes nothing.
 */
async function createEmployeeAccount(
  dependencies: LineDependencies,
  request: CreateRequest,
): Promise<EmployeeAccountCreation> {
  const { database, serviceKeys } = dependencies;
  const workflowId = workflowIdOf('employeeRegistration', request.flowId);
  const [line, isMade, holders] = await Promise.all([
    lineStillServed(dependencies, request.application),
    hasCreated(database, workflowId),
    holdersIn(database, openAddress(serviceKeys, request.application.line), workflowId),
  ]);
  if (!line) return { outcome: 'refused', refusal: { code: 'LINE_NOT_ELIGIBLE' } };
  const email = openAddress(serviceKeys, request.application.mailbox);
  const account = { workflowId, line, email, request };
  const isFree = !isMade && holders.length === 0;
  const created = await againAfterLostRace(database, (session, nothingLost) =>
    isFree && nothingLost
      ? createFrom(dependencies, account, [], session)
      : createInPlaceOfFormer(dependencies, account, session),
  );
  return { outcome: 'created', notices: noticesTo(created, request) };
}

/** @returns the account of this flow; undefined where a later proof of the line made another one, or this one was removed since */
async function createInPlaceOfFormer(
  dependencies: LineDependencies,
  { workflowId, line, email, request }: NewAccount,
  session: ClientSession,
): Promise<Employee | undefined> {
  const { database } = dependencies;
  const own = await database.employees.findById(workflowId).session(session).lean();
  if (own) return own;
  if (await hasCreated(database, workflowId, session)) return undefined;
  if (await isProvedLater(database, line.msisdn, request.now, session)) return undefined;
  const holders = await holdersIn(database, line.msisdn, workflowId, session);
  await takeLineFrom(database, holders, line.msisdn, session);
  return createFrom(dependencies, { workflowId, line, email, request }, holders, session);
}

/** @throws a duplicate where the flow has made an account before, or the line has one */
async function createFrom(
  dependencies: LineDependencies,
  { workflowId, line, email, request }: NewAccount,
  holders: readonly HoldingAccount[],
  session: ClientSession,
): Promise<Employee> {
  const { database, serviceKeys } = dependencies;
  const { employees, lineAssociations } = database;
  await noteCreation(database, workflowId, request.now, session);
  const formerOwners = holders.flatMap((holder) => formerOwnerOf(holder, serviceKeys));
  const account = accountOf({ workflowId, line, email, request }, formerOwners);
  await employees.create([account], { session });
  await lineAssociations.create([associationOf(workflowId, line, request)], { session });
  await tellCreated(dependencies, request, { account, holders }, session);
  return account;
}

/** By another registration of the line, or as the second one of another account. */
async function isProvedLater(
  { accounts, lineAssociations }: Database,
  msisdn: string,
  now: number,
  session: ClientSession,
): Promise<boolean> {
  const [account, association] = [
    await accounts.findOne({ username: msisdn }).session(session).lean(),
    await lineAssociations.findById(msisdn).session(session).lean(),
  ];
  const proofs = [account?.activatedAt, association?.associatedAt];
  return proofs.some((at) => at !== undefined && at.getTime() > now);
}

/** Inside the transaction: a repeated call finds no former account any more. */
async function tellCreated(
  { auditTrail, serviceKeys }: LineDependencies,
  { addressKey, now }: CreateRequest,
  { account, holders }: { readonly account: Employee; readonly holders: readonly HoldingAccount[] },
  session: ClientSession,
): Promise<void> {
  const flow = flowOf(serviceKeys, account._id);
  const told = { id: `${account._id}/${now}`, at: now, addressKey };
  for (const { account: former, closes } of holders) {
    const { _id, username, vatNumber } = former;
    const lost = { ...told, ...flow, id: `${told.id}/${_id}`, actor: auditActorOf(account), vatNumber };
    const loss = closes
      ? ({ event: 'accountClosed', subjectName: username } as const)
      : ({ event: 'lineReleased', subjectName: account.username } as const);
    await auditTrail.record({ ...lost, ...loss, detail: 'lineProvedAnew' }, session);
  }
  await auditTrail.record({ event: 'accountActivated', ...told, ...flow, ...byOwner(account) }, session);
}

function accountOf(
  { workflowId, line: { msisdn, vatNumber }, email, request }: NewAccount,
  formerOwners: readonly FormerOwner[],
): MadeAccount<Employee> {
  const { application, locale, now } = request;
  const isDataOnly = application.simKind === 'data-only';
  return {
    _id: workflowId,
    kind: 'employee',
    username: msisdn,
    vatNumber,
    status: 'active',
    heldBy: workflowId,
    email,
    emailVerified: isDataOnly,
    channel: contactOfSim[application.simKind],
    passwordOpenTo: workflowId,
    sessionEpoch: 0,
    locale,
    reservedAt: new Date(now),
    activatedAt: new Date(now),
    formerOwners: formerOwners.length === 0 ? undefined : formerOwners,
  };
}

function associationOf(
  workflowId: string,
  { msisdn, vatNumber, activatedOn }: RecordedLine,
  { application, now }: CreateRequest,
): ProvenAssociation {
  return {
    _id: msisdn,
    accountId: workflowId,
    slot: 0,
    vatNumber,
    associatedBy: workflowId,
    associatedAt: new Date(now),
    simKind: application.simKind,
    lineActivatedOn: activatedOn,
  };
}

function formerOwnerOf(
  { account: { email, locale }, closes }: HoldingAccount,
  serviceKeys: Keyring,
): FormerOwner[] {
  if (email === undefined) return [];
  return [{ mailbox: sealedAddress(serviceKeys, email), locale, closed: closes }];
}

function noticesTo(account: Employee | undefined, { application }: CreateRequest): readonly Notice[] {
  return (account?.formerOwners ?? []).map(({ mailbox, locale, closed }) => ({
    wording: closed ? 'accountClosed' : 'lineMoved',
    channel: 'mail',
    address: mailbox,
    line: application.line,
    locale,
  }));
}
