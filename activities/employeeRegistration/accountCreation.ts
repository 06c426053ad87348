import type { ClientSession } from 'mongoose';
import type { Account } from '../../src/database/accounts';
import { auditActorOf, byOwner } from '../../src/database/auditTrail';
import { duplicateField } from '../../src/database/database';
import type { RecordedLine } from '../../src/records/customerRecords';
import type {
  EmployeeAccountCreation,
  EmployeeRegistrationEffects,
} from '../../workflows/contracts/employeeRegistration';
import { workflowIdOf } from '../../workflows/contracts/flow';
import type { Notice } from '../../workflows/contracts/notices';
import { closeAccount } from '../accountDeletion/closing';
import { flowOf } from '../auditedFlow';
import { openAddress, sealedAddress } from '../codes/recipients';
import { lineStillServed, type LineDependencies } from '../lines/lineCheck';

type CreateRequest = Parameters<EmployeeRegistrationEffects['createEmployeeAccount']>[0];

/** What the transaction works with. */
interface NewAccount {
  readonly workflowId: string;
  readonly line: RecordedLine;
  readonly email: string;
  readonly request: CreateRequest;
}

/**
 * Makes the account of a proven line and closes the one that had the line, in one transaction. Of two that prove one line the
 * later one has it in the end; the earlier one, if it comes again, leaves everything as it is.
 */
export async function createEmployeeAccount(
  dependencies: LineDependencies,
  request: CreateRequest,
): Promise<EmployeeAccountCreation> {
  const { serviceKeys } = dependencies;
  const line = await lineStillServed(dependencies, request.application);
  if (!line) return { outcome: 'refused', refusal: { code: 'LINE_NOT_ELIGIBLE' } };
  const workflowId = workflowIdOf('employeeRegistration', request.flowId);
  const email = openAddress(serviceKeys, request.application.mailbox);
  const created = await createdOnce(dependencies, { workflowId, line, email, request });
  return { outcome: 'created', notices: noticesTo(created, request) };
}

/** Two that make an account of one line at once meet in its unique username: who comes second begins anew. */
async function createdOnce(
  dependencies: LineDependencies,
  account: NewAccount,
): Promise<Account | undefined> {
  for (;;) {
    try {
      return await dependencies.database.connection.transaction((session) =>
        createInPlaceOfFormer(dependencies, account, session),
      );
    } catch (error) {
      if (duplicateField(error) === undefined) throw error;
    }
  }
}

/** @returns the account of this flow; undefined where a later proof of the line has made another */
async function createInPlaceOfFormer(
  dependencies: LineDependencies,
  { workflowId, line, email, request }: NewAccount,
  session: ClientSession,
): Promise<Account | undefined> {
  const { database, serviceKeys } = dependencies;
  const { accounts, lineAssociations } = database;
  const sealEmail = (address: string) => sealedAddress(serviceKeys, address);
  const former = await accounts.findOne({ username: line.msisdn }).session(session).lean<Account>();
  if (former?._id === workflowId) return former;
  if (former?.activatedAt && former.activatedAt.getTime() > request.now) return undefined;
  if (former) await closeAccount(database, former, session);
  await lineAssociations.deleteOne({ _id: line.msisdn }, { session });
  const account = { ...accountOf(workflowId, line, email, request), ...formerOwnerOf(former, sealEmail) };
  await accounts.create([account], { session });
  await lineAssociations.create([associationOf(workflowId, line, request)], { session });
  await tellCreated(dependencies, request, { account, former }, session);
  return account;
}

/** Inside the transaction: who comes again finds no former account to tell of. */
async function tellCreated(
  { auditTrail, serviceKeys }: LineDependencies,
  { addressKey, now }: CreateRequest,
  { account, former }: { readonly account: Account; readonly former: Account | null },
  session: ClientSession,
): Promise<void> {
  const flow = flowOf(serviceKeys, account._id);
  const told = { id: `${account._id}/${now}`, at: now, addressKey };
  if (former) {
    const { username: subjectName, vatNumber } = former;
    const closed = { ...told, ...flow, actor: auditActorOf(account), subjectName, vatNumber };
    await auditTrail.record({ event: 'accountClosed', ...closed, detail: 'lineProvedAnew' }, session);
  }
  await auditTrail.record({ event: 'accountActivated', ...told, ...flow, ...byOwner(account) }, session);
}

function accountOf(
  workflowId: string,
  { msisdn, vatNumber }: RecordedLine,
  email: string,
  { application, locale, now }: CreateRequest,
): Account {
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
    channel: isDataOnly ? 'mail' : 'sms',
    passwordOpenTo: workflowId,
    sessionEpoch: 0,
    locale,
    reservedAt: new Date(now),
    activatedAt: new Date(now),
  };
}

function associationOf(
  workflowId: string,
  { msisdn, vatNumber, activatedOn }: RecordedLine,
  { application, now }: CreateRequest,
) {
  return {
    _id: msisdn,
    accountId: workflowId,
    slot: 0 as const,
    vatNumber,
    associatedBy: workflowId,
    associatedAt: new Date(now),
    simKind: application.simKind,
    lineActivatedOn: activatedOn,
  };
}

function formerOwnerOf(former: Account | null, sealEmail: (email: string) => string) {
  if (former?.email === undefined) return {};
  return { formerOwner: sealEmail(former.email), formerOwnerLocale: former.locale };
}

function noticesTo(account: Account | undefined, { application, locale }: CreateRequest): readonly Notice[] {
  if (account?.formerOwner === undefined) return [];
  const { formerOwner: address, formerOwnerLocale = locale } = account;
  return [
    { wording: 'accountClosed', channel: 'mail', address, line: application.line, locale: formerOwnerLocale },
  ];
}
