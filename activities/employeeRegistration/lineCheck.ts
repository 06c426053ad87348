import type { Keyring } from '../../src/config/keys';
import type { Database } from '../../src/database/database';
import type { CustomerRecords, RecordedLine } from '../../src/records/customerRecords';
import type { CodeRoute, CodeWording, Recipient } from '../../workflows/contracts/codes';
import type {
  EmployeeRegistrationEffects,
  LineFinding,
  LineVerdict,
  SimKind,
} from '../../workflows/contracts/employeeRegistration';
import { takeMessage, type MessageBudgetDependencies } from '../codes/messageBudgets';
import { openAddress, prefixKeyOf, recipientOf } from '../codes/recipients';

export interface LineCheckDependencies extends MessageBudgetDependencies {
  readonly database: Database;
  readonly records: CustomerRecords;
  readonly serviceKeys: Keyring;
}

type CheckRequest = Parameters<EmployeeRegistrationEffects['checkLine']>[0];

/** No company has it: the records are asked about it where there is no line, so that they are asked as often. */
const vatNumberOfNobody = '00000000000';

/** What the owner of a line is told that the flow cannot serve; nobody is told of a line that is not the operator's. */
const wordingsOfFindings: Readonly<Record<LineFinding, CodeWording | undefined>> = {
  free: 'registrationCode',
  registered: 'takeoverCode',
  unknown: undefined,
  ceased: undefined,
  notEligible: 'otherPortal',
  dataOnlyDeclaredVoice: 'dataOnlyLine',
  voiceDeclaredDataOnly: 'voiceLine',
};

/**
 * Asks records, accounts and budgets the same for every line. What was declared alone decides what the flow looks like (rules
 * 1 and 27 to 30 of the FAQ).
 */
export async function checkLine(
  dependencies: LineCheckDependencies,
  request: CheckRequest,
): Promise<LineVerdict> {
  const { application } = request;
  const msisdn = openAddress(dependencies.serviceKeys, application.line);
  const [finding, refusal] = await Promise.all([
    findingOf(dependencies, msisdn, application.simKind),
    takeTextToLine(dependencies, request),
  ]);
  if (application.simKind === 'voice')
    return refusal
      ? { outcome: 'refused', refusal }
      : { outcome: 'admitted', finding, route: routeBySms(dependencies, request, msisdn, finding) };
  const hint = refusal ? undefined : hintOf(dependencies, msisdn, finding);
  const route = routeByMail(request, finding);
  return { outcome: 'admitted', finding, route, ...(hint && { hint }) };
}

/** A declared data-only line takes it too, for what its owner may have to be told: the mail is counted after the PUK. */
function takeTextToLine(dependencies: LineCheckDependencies, request: CheckRequest) {
  const { flowId, addressKey, application, now } = request;
  return takeMessage(dependencies, {
    flow: { flowId, purpose: 'registration', addressKey },
    route: { face: 'sms', messageKey: application.lineKey },
    request: 1,
    now,
  });
}

async function findingOf(
  { database, records }: LineCheckDependencies,
  msisdn: string,
  declared: SimKind,
): Promise<LineFinding> {
  const [line, association] = await Promise.all([
    records.lineOf(msisdn),
    database.lineAssociations.exists({ _id: msisdn }),
  ]);
  const isEligible = await records.hasEligibleOffer(line?.vatNumber ?? vatNumberOfNobody);
  if (!line) return 'unknown';
  if (line.status === 'ceased') return 'ceased';
  if (!isEligible) return 'notEligible';
  return mismatchOf(line, declared) ?? (association ? 'registered' : 'free');
}

function mismatchOf({ simKind }: RecordedLine, declared: SimKind): LineFinding | undefined {
  if (simKind === declared) return undefined;
  return declared === 'voice' ? 'dataOnlyDeclaredVoice' : 'voiceDeclaredDataOnly';
}

function routeBySms(
  { serviceKeys }: LineCheckDependencies,
  { application }: CheckRequest,
  msisdn: string,
  finding: LineFinding,
): CodeRoute {
  const wording = wordingsOfFindings[finding];
  return {
    face: 'sms',
    ...(wording && { recipient: recipientOf(serviceKeys, 'sms', msisdn, wording) }),
    messageKey: application.lineKey,
    prefixKey: prefixKeyOf(serviceKeys, msisdn),
    provable: isProvable(finding),
    candid: false,
  };
}

/** To the typed mailbox: only the right PUK lets anything go out to it, and then who asked has the SIM. */
function routeByMail({ application }: CheckRequest, finding: LineFinding): CodeRoute {
  const { mailbox, mailboxKey } = application;
  const wording = wordingsOfFindings[finding];
  const provable = isProvable(finding);
  const recipient: Recipient | undefined =
    provable && wording ? { channel: 'mail', address: mailbox, wording } : undefined;
  return {
    face: 'mail',
    ...(recipient && { recipient }),
    messageKey: mailboxKey,
    provable,
    candid: true,
  };
}

function hintOf(
  { serviceKeys }: LineCheckDependencies,
  msisdn: string,
  finding: LineFinding,
): Recipient | undefined {
  const wording = wordingsOfFindings[finding];
  if (!wording || isProvable(finding)) return undefined;
  return recipientOf(serviceKeys, 'sms', msisdn, wording);
}

function isProvable(finding: LineFinding): boolean {
  return finding === 'free' || finding === 'registered';
}
