import type { ClientSession } from 'mongoose';
import type { Account } from '../../src/database/accounts';
import { auditActorOf, byOwner, type AuditTrail } from '../../src/database/auditTrail';
import type { LineAssociation, ProvenAssociation } from '../../src/database/lineAssociations';
import type { RecordedLine } from '../../src/records/customerRecords';
import { workflowIdOf, type RefusalCode } from '../../workflows/contracts/flow';
import type { Notice } from '../../workflows/contracts/notices';
import type { LineAssociationOutcome, SimAssociationEffects } from '../../workflows/contracts/simAssociation';
import { accountOfOwner, againAfterLostRace, hasCreated, noteCreation, ofOwner } from '../accounts';
import {
  heldLines,
  holdersIn,
  type HoldingAccount,
  type LineDependencies,
  lineStillServed,
  takeLineFrom,
} from '../lines';
import { openAddress, sealedAddress } from '../messages';

export interface AssociationDependencies extends LineDependencies {
  readonly auditTrail: AuditTrail;
}

type AssociateRequest = Parameters<SimAssociationEffects['associateLine']>[0];

type Made =
  | 'associated'
  | 'otherHolders'
  | Extract<RefusalCode, 'TWO_LINES_ALREADY' | 'ACCOUNT_CHANGED' | 'LINE_NOT_ELIGIBLE'>;

/**
 * Repeated after a success that was not heard of, it finds that noted, and answers as the first time; a line that left the account
 * meanwhile does not come back.
 */
export async function associateLine(
  dependencies: AssociationDependencies,
  request: AssociateRequest,
): Promise<LineAssociationOutcome> {
  const made = await associatedOnce(dependencies, request);
  if (made === 'otherHolders') return { outcome: made };
  if (made !== 'associated') return { outcome: 'refused', refusal: { code: made } };
  return { outcome: 'associated', notices: await noticesTo(dependencies, request) };
}

/** Two associations that take the second place at once conflict on its unique index: the loser tries again and finds it taken. */
async function associatedOnce(
  dependencies: AssociationDependencies,
  request: AssociateRequest,
): Promise<Made> {
  const { database } = dependencies;
  if (await hasCreated(database, workflowIdOf('simAssociation', request.flowId))) return 'associated';
  const account = await accountOfOwner(database, request.owner);
  if (!account) return 'ACCOUNT_CHANGED';
  const line = await lineStillServed(dependencies, request.claim, account.vatNumber);
  if (!line) return 'LINE_NOT_ELIGIBLE';
  return againAfterLostRace(database, (session) =>
    associateInPlaceOfHolders(dependencies, request, line, session),
  );
}

async function associateInPlaceOfHolders(
  dependencies: AssociationDependencies,
  request: AssociateRequest,
  line: RecordedLine,
  session: ClientSession,
): Promise<Made> {
  const { database } = dependencies;
  const { accounts, lineAssociations } = database;
  const { owner, now } = request;
  const account = await accounts.findOne(ofOwner(owner)).session(session).lean();
  if (!account) return 'ACCOUNT_CHANGED';
  const former = await lineAssociations.findById(line.msisdn).session(session).lean();
  const workflowId = workflowIdOf('simAssociation', request.flowId);
  if (await hasCreated(database, workflowId, session)) return 'associated';
  if (former?.accountId === account._id) {
    await noteCreation(database, workflowId, now, session);
    return 'associated';
  }
  if (former && former.associatedAt.getTime() >= now) return 'LINE_NOT_ELIGIBLE';
  const holders = await holdersIn(database, line.msisdn, account._id, session);
  if (!areThose(holders, request.holders)) return 'otherHolders';
  const taken = await lineAssociations.find({ accountId: account._id }).session(session).lean();
  const slot = ([0, 1] as const).find((free) => taken.every((each) => each.slot !== free));
  if (slot === undefined) return 'TWO_LINES_ALREADY';
  await noteCreation(database, workflowId, now, session);
  await noteProof(dependencies, account, request, session);
  await takeLineFrom(database, holders, line.msisdn, session);
  await lineAssociations.create([associationOf(line, slot, request)], { session });
  await auditAssociation(dependencies, { account, holders, line, request }, session);
  return 'associated';
}

/** Always a write: where the account ends, or its password changes, at the same moment, one of the two begins anew. */
async function noteProof(
  { database, serviceKeys }: AssociationDependencies,
  { _id, email }: Account,
  { mailbox, now }: AssociateRequest,
  session: ClientSession,
): Promise<void> {
  const isOwnMailbox = mailbox !== undefined && openAddress(serviceKeys, mailbox) === email;
  const proof = { lineProvenAt: new Date(now), ...(isOwnMailbox && { emailVerified: true }) };
  await database.employees.updateOne({ _id }, { $set: proof }, { session });
}

function associationOf(
  { msisdn, vatNumber, activatedOn }: RecordedLine,
  slot: LineAssociation['slot'],
  { flowId, owner, claim, now }: AssociateRequest,
): ProvenAssociation {
  return {
    _id: msisdn,
    accountId: owner.accountId,
    slot,
    vatNumber,
    associatedBy: workflowIdOf('simAssociation', flowId),
    associatedAt: new Date(now),
    simKind: claim.simKind,
    lineActivatedOn: activatedOn,
  };
}

function areThose(found: readonly HoldingAccount[], expected: AssociateRequest['holders']): boolean {
  return (
    found.length === expected.length &&
    found.every(({ account, closes }, index) => {
      const other = expected[index];
      return other?.accountId === account._id && other.closes === closes;
    })
  );
}

async function noticesTo(
  dependencies: AssociationDependencies,
  { owner, claim }: AssociateRequest,
): Promise<readonly Notice[]> {
  const { database, serviceKeys } = dependencies;
  const _id = openAddress(serviceKeys, claim.line);
  const [account, association] = await Promise.all([
    database.accounts.findById(owner.accountId).lean(),
    database.lineAssociations.exists({ _id, accountId: owner.accountId }),
  ]);
  if (!account || !association) return [];
  const seal = (text: string) => sealedAddress(serviceKeys, text);
  const { email, locale } = account;
  const words = { wording: 'lineAssociated', locale } as const;
  const lines = await heldLines(dependencies, account);
  const texts = lines.map((line) => ({ ...words, channel: 'sms', address: seal(line) }) as const);
  if (email === undefined) return texts;
  return [...texts, { ...words, channel: 'mail', address: seal(email), line: claim.line }];
}

interface MadeAssociation {
  readonly account: Account;
  readonly holders: readonly HoldingAccount[];
  readonly line: RecordedLine;
  readonly request: Parameters<SimAssociationEffects['associateLine']>[0];
}

/** That the account got the line, and what became of each account that had it: written with the effect, or not at all. */
async function auditAssociation(
  { auditTrail }: { readonly auditTrail: AuditTrail },
  { account, holders, line, request }: MadeAssociation,
  session: ClientSession,
): Promise<void> {
  const workflowId = workflowIdOf('simAssociation', request.flowId);
  const { addressKey, supportReference: reference, now: at } = request;
  const told = { at, addressKey, reference, detail: 'simAssociation' };
  const associated = { ...byOwner(account), event: 'lineAssociated', id: workflowId, ...told } as const;
  await auditTrail.record({ ...associated, subjectName: line.msisdn }, session);
  for (const holder of holders) {
    const { _id, username, vatNumber } = holder.account;
    const lost = { id: `${workflowId}/${_id}`, actor: auditActorOf(account), vatNumber, ...told };
    const loss = holder.closes
      ? ({ event: 'accountClosed', subjectName: username } as const)
      : ({ event: 'lineReleased', subjectName: line.msisdn } as const);
    await auditTrail.record({ ...lost, ...loss }, session);
  }
}
