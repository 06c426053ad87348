import type { ClientSession } from 'mongoose';
import type { Keyring } from '../src/config/keys';
import type { Account } from '../src/database/accounts';
import type { AuditTrail } from '../src/database/auditTrail';
import type { Database } from '../src/database/database';
import {
  type CustomerRecords,
  hasLine,
  isInService,
  type RecordedLine,
} from '../src/records/customerRecords';
import type { CodeFlow, CodeRoute, CodeWording, Recipient } from '../workflows/contracts/codes';
import type { ClaimedLine, LineFinding, LineVerdict, SimKind } from '../workflows/contracts/lines';
import { closeAccount } from './accounts';
import type { LimitDependencies } from './limits';
import { takeMessage } from './codes';
import { openAddress, prefixKeyOf, recipientOf } from './messages';

export interface LineDependencies extends LimitDependencies {
  readonly database: Database;
  readonly records: CustomerRecords;
  readonly serviceKeys: Keyring;
  readonly auditTrail: AuditTrail;
}

/** A line to look at, and what it is proved for. */
export interface LineInspection {
  readonly flow: Pick<CodeFlow, 'flowId' | 'purpose' | 'addressKey'>;
  readonly claim: ClaimedLine;
  /** Where the code goes after a right PUK: sealed, and its key. */
  readonly mailbox: { readonly address: string; readonly key: string };
  /** The company that the line has to be of, where that matters. */
  readonly vatNumber?: string;
  /** Words for a line that has no account, and for one that has. */
  readonly wordings: Readonly<Record<'free' | 'registered', CodeWording>>;
  readonly now: number;
}

/** What the owner of a line is told that no flow can serve, where a text message reaches a line of the operator. */
const wordingsOfDecoys: Readonly<
  Record<Exclude<LineFinding, 'free' | 'registered'>, CodeWording | undefined>
> = {
  unknown: undefined,
  ceased: undefined,
  smsBarred: undefined,
  notEligible: 'otherPortal',
  ofOtherCompany: 'otherCompany',
  dataOnlyDeclaredVoice: 'dataOnlyLine',
  voiceDeclaredDataOnly: 'voiceLine',
};

/**
 * Asks records, accounts and limits the same for every line. What was declared alone decides what the flow looks like (rules
 * 1 and 27 to 30 of the FAQ).
 */
export async function inspectLine(
  dependencies: LineDependencies,
  inspection: LineInspection,
): Promise<LineVerdict> {
  const { claim } = inspection;
  const msisdn = openAddress(dependencies.serviceKeys, claim.line);
  const [finding, refusal] = await Promise.all([
    findingOf(dependencies, msisdn, inspection),
    takeTextToLine(dependencies, inspection),
  ]);
  if (claim.simKind === 'voice')
    return refusal
      ? { outcome: 'refused', refusal }
      : { outcome: 'admitted', finding, route: routeBySms(dependencies, inspection, msisdn, finding) };
  const hint = refusal || isProvable(finding) ? undefined : hintOf(dependencies, msisdn, finding);
  const route = routeByMail(inspection, finding);
  const hintPrefixKey = prefixKeyOf(dependencies.serviceKeys, msisdn);
  return { outcome: 'admitted', finding, route, ...(hint && { hint, hintPrefixKey }) };
}

/**
 * The line as the records have it now, where it may still be proved: between check and proof lies up to a day, in which it may
 * cease or move to another company or offer.
 */
export async function lineStillServed(
  { records, serviceKeys }: LineDependencies,
  { line: sealed, simKind }: ClaimedLine,
  vatNumber?: string,
): Promise<RecordedLine | undefined> {
  const { line, isEligible } = await records.servedLineOf(openAddress(serviceKeys, sealed));
  if (!isInService(line) || line.simKind !== simKind || !isEligible) return undefined;
  return vatNumber === undefined || line.vatNumber === vatNumber ? line : undefined;
}

/** A declared data-only line takes it too, for what its owner may have to be told: the mail is counted after the PUK. */
function takeTextToLine(dependencies: LineDependencies, { flow, claim, now }: LineInspection) {
  const route = { apparentChannel: 'sms', messageKey: claim.lineKey } as const;
  return takeMessage(dependencies, { flow, route, request: 1, now });
}

async function findingOf(
  { database, records }: LineDependencies,
  msisdn: string,
  { claim, vatNumber }: LineInspection,
): Promise<LineFinding> {
  const [{ line, isEligible }, association] = await Promise.all([
    records.servedLineOf(msisdn),
    database.lineAssociations.exists({ _id: msisdn }),
  ]);
  if (!line) return 'unknown';
  if (!isInService(line)) return 'ceased';
  if (line.smsBarred && !(line.simKind === 'data-only' && claim.simKind === 'data-only')) return 'smsBarred';
  if (vatNumber !== undefined && line.vatNumber !== vatNumber) return 'ofOtherCompany';
  if (!isEligible) return 'notEligible';
  return mismatchOf(line, claim.simKind) ?? (association ? 'registered' : 'free');
}

function mismatchOf({ simKind }: RecordedLine, declared: SimKind): LineFinding | undefined {
  if (simKind === declared) return undefined;
  return declared === 'voice' ? 'dataOnlyDeclaredVoice' : 'voiceDeclaredDataOnly';
}

function routeBySms(
  { serviceKeys }: LineDependencies,
  { claim, wordings }: LineInspection,
  msisdn: string,
  finding: LineFinding,
): CodeRoute {
  const wording = isProvable(finding) ? wordings[finding] : wordingsOfDecoys[finding];
  return {
    apparentChannel: 'sms',
    ...(wording && { recipient: recipientOf(serviceKeys, 'sms', msisdn, wording) }),
    messageKey: claim.lineKey,
    prefixKey: prefixKeyOf(serviceKeys, msisdn),
    provable: isProvable(finding),
    mayRevealRefusal: false,
  };
}

/** To the mailbox: only the right PUK lets anything go out to it, and then who asked has the SIM. */
function routeByMail({ mailbox, wordings }: LineInspection, finding: LineFinding): CodeRoute {
  const recipient: Recipient | undefined = isProvable(finding)
    ? { channel: 'mail', address: mailbox.address, wording: wordings[finding] }
    : undefined;
  return {
    apparentChannel: 'mail',
    ...(recipient && { recipient }),
    messageKey: mailbox.key,
    provable: isProvable(finding),
    mayRevealRefusal: true,
  };
}

function hintOf(
  { serviceKeys }: LineDependencies,
  msisdn: string,
  finding: keyof typeof wordingsOfDecoys,
): Recipient | undefined {
  const wording = wordingsOfDecoys[finding];
  return wording && recipientOf(serviceKeys, 'sms', msisdn, wording);
}

function isProvable(finding: LineFinding): finding is 'free' | 'registered' {
  return finding === 'free' || finding === 'registered';
}

/** The lines of an employee's account that are still its owner's, first the one of the registration; E.164. */
export async function heldLines(
  { database, records }: Pick<LineDependencies, 'database' | 'records'>,
  account: Pick<Account, '_id' | 'kind' | 'status' | 'vatNumber'>,
): Promise<string[]> {
  const associations = await database.lineAssociations
    .find({ accountId: account._id })
    .sort({ slot: 1 })
    .lean();
  const lines = await Promise.all(associations.map(({ _id }) => records.lineOf(_id)));
  return associations.filter((each, index) => hasLine(account, each, lines[index])).map(({ _id }) => _id);
}

/** An account that loses a line, and whether it ends with it: where its username is the line, or nothing is left to it. */
export interface HoldingAccount {
  readonly account: Account;
  readonly closes: boolean;
}

/** The other accounts that the line is associated with or is the username of, in the order of their ids. */
export async function holdersIn(
  { accounts, lineAssociations }: Database,
  msisdn: string,
  exceptAccountId: string,
  session: ClientSession | null = null,
): Promise<HoldingAccount[]> {
  const association = await lineAssociations.findById(msisdn).session(session).lean();
  const ids = association ? [association.accountId] : [];
  const found = await accounts
    .find({ $or: [{ username: msisdn }, { _id: { $in: ids } }] })
    .sort({ _id: 1 })
    .session(session)
    .lean();
  const others: HoldingAccount[] = [];
  for (const account of found.filter(({ _id }) => _id !== exceptAccountId)) {
    const left = lineAssociations.exists({ accountId: account._id, _id: { $ne: msisdn } });
    const closes = account.username === msisdn || !(await left.session(session));
    others.push({ account, closes });
  }
  return others;
}

/**
 * Takes the line from the accounts that have it, and closes those that end with it. In one that stays, whoever was let in by
 * the network alone may have been so by this line: such a session ends.
 */
export async function takeLineFrom(
  database: Database,
  holders: readonly HoldingAccount[],
  msisdn: string,
  session: ClientSession,
): Promise<void> {
  for (const { account, closes } of holders)
    if (closes) await closeAccount(database, account, session);
    else await database.sessions.deleteMany({ accountId: account._id, assurance: 'network' }, { session });
  await database.lineAssociations.deleteOne({ _id: msisdn }, { session });
}
