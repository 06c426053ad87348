import type { Settings } from '../src/config/config';
import type { SendRecord } from '../src/database/sendRecords';
import { Texts } from '../src/messaging/texts';
import { codeOf, keyedDigest } from '../src/security/digests';
import type { KeptText } from '../stand/phone';
import type { FlowClient } from './flowClient';
import type { KeptMail } from './inboxes';

export interface Inboxes {
  readonly mails: readonly KeptMail[];
  readonly texts: readonly KeptText[];
}

/** What all send records and all messages that came add up to. */
export interface Copies {
  readonly mails: number;
  readonly texts: number;
  readonly records: number;
  /** Messages over one a send record. */
  readonly second: number;
  /** Hand-overs that the records count as unacknowledged. */
  readonly counted: number;
  /** Messages of no send record. */
  readonly stray: number;
}

/**
 * Holds every message that came against the send records. A mail names its record; a text message is the one that the record's
 * flow, number and code make, to the letter. Records of one text, as those of a resend, are held against it together.
 */
export class MessageEvidence {
  private readonly texts: Texts;
  private readonly came: ReadonlyMap<string, number>;
  private readonly recordsOf: ReadonlyMap<string, readonly SendRecord[]>;

  constructor(
    private readonly settings: Settings,
    flows: readonly FlowClient[],
    private readonly records: readonly SendRecord[],
    private readonly inboxes: Inboxes,
  ) {
    this.texts = new Texts(settings.config.http.publicBaseUrl);
    const flowsById = new Map(flows.map((flow) => [flow.workflowId, flow]));
    const messageOf = (record: SendRecord) => this.messageOf(record, flowsById.get(workflowIdIn(record)));
    this.recordsOf = grouped(records, messageOf);
    const messages = [...inboxes.mails.map(nameOfMail), ...inboxes.texts.map(nameOfText)];
    this.came = new Map([...grouped(messages, String)].map(([name, all]) => [name, all.length]));
  }

  /** What is wrong with the messages of a flow. */
  objectionsTo(flow: FlowClient): string[] {
    const wanted = flow.recordNames.map((name) => `${flow.workflowId}/${name}`);
    const records = this.records.filter((record) => workflowIdIn(record) === flow.workflowId);
    return [
      ...wanted
        .filter((id) => !records.some((record) => withoutRun(record) === id))
        .map((id) => `no send record ${stepIn(id)}`),
      ...records
        .filter((record) => !wanted.includes(withoutRun(record)))
        .map(({ _id }) => `needless ${stepIn(_id)}`),
      ...records
        .filter(({ state }) => state !== 'accepted')
        .map(({ _id, state }) => `send record ${stepIn(_id)} is ${state}`),
      ...this.objectionsToCopies(flow),
    ];
  }

  copies(): Copies {
    const { mails, texts } = this.inboxes;
    const all = [...this.came];
    return {
      mails: mails.length,
      texts: texts.length,
      records: this.records.length,
      second: all.reduce((sum, [name, came]) => sum + Math.max(0, came - this.allowed(name).least), 0),
      counted: this.records.reduce((sum, { unacknowledged }) => sum + unacknowledged, 0),
      stray: all.filter(([name]) => !this.recordsOf.has(name)).reduce((sum, [, came]) => sum + came, 0),
    };
  }

  private objectionsToCopies({ workflowId }: FlowClient): string[] {
    return [...this.recordsOf].flatMap(([name, records]) => {
      const [first] = records;
      if (!first || workflowIdIn(first) !== workflowId) return [];
      const came = this.came.get(name) ?? 0;
      const { least, most } = this.allowed(name);
      if (came < least) return [`message ${stepIn(first._id)} was accepted and is lost`];
      if (came > most)
        return [`message ${stepIn(first._id)} came ${came} times, ${most - least} of them counted`];
      return [];
    });
  }

  private allowed(name: string): { readonly least: number; readonly most: number } {
    const records = this.recordsOf.get(name) ?? [];
    const counted = records.reduce((sum, { unacknowledged }) => sum + unacknowledged, 0);
    return { least: records.length, most: records.length + counted };
  }

  private messageOf(record: SendRecord, flow: FlowClient | undefined): string {
    const { serviceKeys } = this.settings.secrets;
    const names = {
      mail: () => nameOfMail({ messageId: keyedDigest(serviceKeys, 'mailbox', record._id) }),
      sms: () =>
        flow ? nameOfText({ to: flow.addressOn('sms'), text: this.textOf(record, flow) }) : record._id,
    };
    return names[record.channel]();
  }

  /** Of the first code: no flow here lives to see its expiry. */
  private textOf(record: SendRecord, { flow, workflowId }: FlowClient): string {
    const locale = 'it';
    const { config, secrets } = this.settings;
    if (!stepIn(record._id).startsWith('code/'))
      return flow === 'employeeRegistration'
        ? this.texts.registered({ locale })
        : this.texts.passwordChanged({ locale });
    const key = secrets.workerKeys?.current('one-time code');
    if (!key) throw new Error('The stand has worker keys.');
    const [, runId = ''] = record._id.split('@');
    const code = codeOf(key, { workflowId, runId, issue: 1 });
    const words = { locale, code, lifeMinutes: config.figures.smsCodeLifeMs / 60_000 } as const;
    if (flow === 'employeeRegistration') return this.texts.registrationCode(words);
    if (flow === 'newDeviceConfirmation') return this.texts.signInCode(words);
    return this.texts.recoveryCode(words);
  }
}

/** The messages of a flow with a code name the run that they are of. */
function withoutRun({ _id }: SendRecord): string {
  return _id.replace(/@.*$/, '');
}

function workflowIdIn({ _id }: SendRecord): string {
  return _id.split('/').slice(0, 2).join('/');
}

function stepIn(recordId: string): string {
  return recordId.split('/').slice(2).join('/');
}

function nameOfMail({ messageId }: Pick<KeptMail, 'messageId'>): string {
  return `mail ${messageId}`;
}

/** A code that waited tells fewer minutes. */
function nameOfText({ to, text }: KeptText): string {
  return `text to ${to}: ${text.replace(/\d+(?= minut)/, 'some')}`;
}

function grouped<Item>(items: readonly Item[], nameOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const name = nameOf(item);
    groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return groups;
}
