import { createCodeActivities } from '../../activities/codes';
import { createContactChangeActivities } from '../../activities/contactChange';
import { createEmployeeRegistrationActivities } from '../../activities/employeeRegistration';
import { createLineActivities } from '../../activities/puk';
import { createNewDeviceConfirmationActivities } from '../../activities/newDeviceConfirmation';
import { createNoticeActivities } from '../../activities/notices';
import { createOneTimePasswordActivities } from '../../activities/oneTimePassword';
import { createPasswordRecoveryActivities } from '../../activities/passwordRecovery';
import { createPasswordActivities } from '../../activities/accounts';
import { createSimAssociationActivities } from '../../activities/simAssociation';
import { AuditTrail } from '../../src/database/auditTrail';
import { Limits } from '../../src/limits/limits';
import type { Database } from '../../src/database/database';
import type { Line } from '../../src/database/recordDocuments';
import type { MailChannel, MailMessage, SmsChannel, SmsMessage } from '../../src/messaging/channel';
import { Mails } from '../../src/messaging/mails';
import { Texts } from '../../src/messaging/texts';
import type { AlarmName } from '../../src/observability/alarms';
import { importedRecords } from '../../src/records/importedRecords';
import { parseSealingKey } from '../../src/config/keys';
import { pukDigestOf } from '../../src/records/pukDigests';
import { ContactUndoLinks } from '../../src/security/contactUndoLinks';
import { sealingKeyText, sealPuk } from '../../src/security/pukSealing';
import { accountNameKeyOf, codeAtTheEdge, codeOf, lineKeyOf, mailboxKeyOf } from '../../src/security/digests';
import { employeeApplicationOf, openText, sealText } from '../../src/security/sealing';
import type { CodeFlow, CodeRoute, Recipient } from '../../workflows/contracts/codes';
import type { SimKind } from '../../workflows/contracts/lines';
import { workflowIdOf } from '../../workflows/contracts/flow';
import { testSettings } from './settings';

/** A company with an eligible offer, one without, and the PUK of every SIM. */
export const eligibleVatNumber = '99000019994';
export const otherVatNumber = '00000010017';
export const puk = '12345678';
export const hour = 3_600_000;
export const day = 24 * hour;
export const start = Date.parse('2030-01-04T10:00:00Z');

/** A channel that keeps what it was handed, or fails as it is told. */
class Keeping<Message extends { readonly to: string }> {
  readonly sent: Message[] = [];
  failure: Error | undefined;
  probes = 0;
  private readonly failures = new Map<string, Error>();

  failFor(to: string, failure: Error): void {
    this.failures.set(to, failure);
  }

  recover(): void {
    this.failure = undefined;
    this.failures.clear();
  }

  take(message: Message): void {
    const failure = this.failure ?? this.failures.get(message.to);
    if (failure) throw failure;
    this.sent.push(message);
  }

  answers(): Promise<boolean> {
    this.probes += 1;
    return Promise.resolve(!this.failure);
  }
}

const settings = testSettings();
const { serviceKeys, workerKeys } = settings.secrets;
if (!workerKeys) throw new Error('The settings of tests have worker keys.');
const rings = { serviceKeys, workerKeys };

/** The run of every flow in these tests. */
const runId = 'run';

export function seal(text: string): string {
  return sealText(serviceKeys, 'recipient', text);
}

/** A recipient with its address readable. */
export function opened(recipient: Recipient | undefined) {
  return recipient && { ...recipient, address: openText(serviceKeys, 'recipient', recipient.address) };
}

/** What leaves the edge when the flow's own code of an issue is typed, or another one. */
export function typedCode(flow: Pick<CodeFlow, 'flow' | 'flowId'>, issue = 1) {
  return codeAtTheEdge(serviceKeys, flow.flowId, codeInMessage(flow, issue));
}

export function wrongCode(flow: Pick<CodeFlow, 'flow' | 'flowId'>, issue = 1) {
  const right = Number(codeInMessage(flow, issue));
  return codeAtTheEdge(serviceKeys, flow.flowId, String((right + 1) % 1_000_000).padStart(6, '0'));
}

export function codeInMessage({ flow, flowId }: Pick<CodeFlow, 'flow' | 'flowId'>, issue = 1): string {
  const workflowId = workflowIdOf(flow, flowId);
  return codeOf(rings.workerKeys.current('one-time code'), { workflowId, runId, issue });
}

/** What leaves the edge when a PUK is typed into a flow. */
export function typedPukOf(flowId: string, puk: string, iccid?: string) {
  const key = parseSealingKey(sealingKeyText(rings.workerKeys), 'PUK_SEALING_KEY');
  return sealPuk(key, flowId, { puk, iccid });
}

export function lineKey(msisdn: string): string {
  return lineKeyOf(serviceKeys, msisdn);
}

export function mailboxKey(mailbox: string): string {
  return mailboxKeyOf(serviceKeys, mailbox);
}

export function usernameKey(name: string): string {
  return accountNameKeyOf(serviceKeys, name);
}

export function codeFlow(change: Partial<CodeFlow> = {}): CodeFlow {
  return {
    flow: 'employeeRegistration',
    flowId: 'flow',
    runId,
    purpose: 'registration',
    subjectKey: 'subject',
    addressKey: 'address',
    locale: 'it',
    supportReference: '38PHGP8HVB',
    ...change,
  };
}

export function codeRoute(change: Partial<CodeRoute> = {}): CodeRoute {
  return { apparentChannel: 'sms', messageKey: 'number', provable: true, mayRevealRefusal: false, ...change };
}

export function application(line: string, simKind: SimKind = 'voice', email = 'io@azienda.example') {
  return employeeApplicationOf(serviceKeys, { line, email, simKind });
}

/** Made once: a text measures every message when it is made. */
const messages = { mails: new Mails(), texts: new Texts('https://selfcare.example') };

/** The activities of the flows with a code on a real database and imported records, with channels that keep. */
export function createCodeParts(database: Database, variables: Record<string, string> = {}) {
  const texts = new Keeping<SmsMessage>();
  const mails = new Keeping<MailMessage>();
  const alarms: AlarmName[] = [];
  const smsChannel: SmsChannel = {
    send: (message) => Promise.resolve().then(() => (texts.take(message), [])),
    probe: () => texts.answers(),
    close: () => Promise.resolve(),
  };
  const mailChannel: MailChannel = {
    send: (message) => Promise.resolve().then(() => mails.take(message)),
    probe: () => mails.answers(),
    close: () => undefined,
  };
  const clock = { now: start };
  const { figures } = testSettings(variables).config;
  const dependencies = {
    ...rings,
    database,
    records: importedRecords(database, rings.workerKeys),
    limits: new Limits(database.limits),
    auditTrail: new AuditTrail(database.auditEvents, serviceKeys, figures),
    undoLinks: new ContactUndoLinks(serviceKeys, 'https://selfcare.example'),
    ...messages,
    channels: { sms: smsChannel, mail: mailChannel },
    figures,
    raiseAlarm: (alarm: AlarmName) => void alarms.push(alarm),
    now: () => new Date(clock.now),
  };
  const activities = {
    ...createCodeActivities(dependencies),
    ...createLineActivities(dependencies),
    ...createEmployeeRegistrationActivities(dependencies),
    ...createPasswordRecoveryActivities(dependencies),
    ...createOneTimePasswordActivities(dependencies),
    ...createSimAssociationActivities(dependencies),
    ...createContactChangeActivities(dependencies),
    ...createPasswordActivities(dependencies),
    ...createNewDeviceConfirmationActivities(dependencies),
    ...createNoticeActivities(dependencies),
  };
  return { activities, texts, mails, alarms, clock, dependencies };
}

export type CodeParts = ReturnType<typeof createCodeParts>;

/** Empties every collection, and gives one company an eligible offer and the other one none. */
export async function resetRecords(database: Database): Promise<void> {
  await Promise.all(Object.values(database.connection.models).map((model) => model.deleteMany({})));
  const source = { fileDigest: 'test', line: 1 };
  await database.offers.create([
    { _id: 'OWN', name: 'Own', portal: 'selfcare', source },
    { _id: 'OTHER', name: 'Other', portal: 'ecare', source },
  ]);
  await addLine(database, { _id: '+393330000001' });
  await addLine(database, { _id: '+393330000002', vatNumber: otherVatNumber, offerCode: 'OTHER' });
}

export async function addLine(database: Database, line: Partial<Line> & Pick<Line, '_id'>): Promise<string> {
  const iccid = `8939${line._id.slice(-9).padStart(15, '0')}`;
  await database.lines.create({
    vatNumber: eligibleVatNumber,
    iccid,
    simKind: 'voice',
    pukDigest: pukDigestOf(rings.workerKeys, iccid, puk),
    offerCode: 'OWN',
    status: 'active',
    activatedOn: '2024-01-01',
    source: { fileDigest: 'test', line: 1 },
    ...line,
  });
  return line._id;
}

/** What the database was asked while `work` went on: collection and operation, in the order of their names. */
export async function questionsOf({ connection }: Database, work: () => Promise<unknown>): Promise<string[]> {
  const questions: string[] = [];
  connection.set('debug', (collection: string, operation: string) =>
    questions.push(`${collection}.${operation}`),
  );
  try {
    await work();
  } finally {
    connection.set('debug', false);
  }
  return questions.sort();
}
