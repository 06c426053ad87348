import { verify } from '@node-rs/argon2';
import type { WorkflowHandle } from '@temporalio/client';
import { openDatabase, type Database } from '../src/database/database';
import type { SendRecord } from '../src/database/sendRecords';
import { keyedDigest } from '../src/security/digests';
import { createWorkflowClient, type TemporalClient } from '../src/temporal/connection';
import type { Settings } from '../src/config/config';
import { workflowIdOf } from '../workflows/contracts/flow';
import type { CompanyFlow } from './companyFlow';
import type { KeptMail, Mailbox } from './mailbox';
import type { Trial } from './rounds';

/** Longest that a run may need to close after its client has seen the last mail. */
const closesWithinMs = 90_000;

/** What the stores hold, beside what the clients were told. */
export class Evidence {
  private constructor(
    private readonly settings: Settings,
    private readonly database: Database,
    private readonly temporal: TemporalClient,
    private readonly mailbox: Mailbox,
  ) {}

  static async open(settings: Settings, mailbox: Mailbox): Promise<Evidence> {
    const database = await openDatabase(settings.config.mongodbUri);
    return new Evidence(settings, database, createWorkflowClient(settings), mailbox);
  }

  async close(): Promise<void> {
    await this.temporal.close();
    await this.database.connection.close();
  }

  /** What is wrong with the flow of a trial; nothing when it ended right. */
  async objectionsTo({ flow, end }: Trial): Promise<string[]> {
    const failure = await end.then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : 'failed'),
    );
    const { unexpected } = flow.ledger;
    if (failure !== undefined) return [failure, ...unexpected];
    return [
      ...unexpected,
      ...flow.ledger.contradictions(),
      ...(await this.objectionsToRun(flow)),
      ...(await this.objectionsToAccount(flow)),
      ...(await this.objectionsToMails(flow)),
    ];
  }

  /** Events of a run's history. */
  async eventsOf(flow: CompanyFlow): Promise<number> {
    const { events } = await this.runOf(flow).fetchHistory();
    return events?.length ?? 0;
  }

  async accounts(): Promise<number> {
    return this.database.accounts.countDocuments({});
  }

  /** Mails over one a send record, those among them that a record counts, and mails of no record. */
  async copies(): Promise<{
    mails: number;
    records: number;
    second: number;
    counted: number;
    stray: number;
  }> {
    const records = await this.database.sendRecords.find().lean();
    const ids = new Set(records.map((record) => this.messageIdOf(record)));
    const mails = await this.mailbox.mails();
    return {
      mails: mails.length,
      records: records.length,
      second: mails.length - new Set(mails.map(({ messageId }) => messageId)).size,
      counted: records.reduce((sum, { unacknowledged }) => sum + unacknowledged, 0),
      stray: mails.filter(({ messageId }) => !ids.has(messageId)).length,
    };
  }

  private async objectionsToRun(flow: CompanyFlow): Promise<string[]> {
    const late = new Promise<string>((resolve) =>
      setTimeout(resolve, closesWithinMs, 'still running').unref(),
    );
    const closed = this.runOf(flow)
      .result()
      .then(
        () => 'completed',
        (error: unknown) => (error instanceof Error ? error.message : 'failed'),
      );
    const outcome = await Promise.race([closed, late]);
    if (outcome !== 'completed') return [`the workflow did not complete: ${outcome}`];
    const { status } = await this.runOf(flow).describe();
    return status.name === 'COMPLETED' ? [] : [`the workflow is ${status.name}`];
  }

  private async objectionsToAccount(flow: CompanyFlow): Promise<string[]> {
    const accounts = await this.database.accounts.find({ vatNumber: flow.company.vatNumber }).lean();
    const [account] = accounts;
    if (!account || accounts.length > 1) return [`${accounts.length} accounts of one VAT number`];
    if (account.status !== 'active') return [`the account is ${account.status}`];
    if (account.heldBy !== holderOf(flow)) return ['the account is held by another flow'];
    const { id, secret } = this.settings.secrets.serviceKeys.current('password pepper');
    const hash = account.passwordHash?.slice(id.length) ?? '';
    return (await verify(hash, flow.password, { secret }))
      ? []
      : ['the password is not the one acknowledged'];
  }

  private async objectionsToMails(flow: CompanyFlow): Promise<string[]> {
    const wanted = [
      'registered/1',
      ...Array.from({ length: flow.resends + 1 }, (_, n) => `activation/${n + 1}`),
    ];
    const keys = wanted.map((name) => `${holderOf(flow)}/${name}`).sort();
    const records = await this.database.sendRecords.find({ _id: { $in: keys } }).lean();
    const own = (await this.mailbox.mails()).filter(({ to }) => to === flow.address);
    const missing = keys.filter((key) => !records.some(({ _id }) => _id === key));
    const ids = new Set(records.map((record) => this.messageIdOf(record)));
    return [
      ...missing.map((key) => `no send record ${key.split('/').slice(2).join('/')}`),
      ...records.flatMap((record) => this.objectionsToRecord(record, own)),
      ...(own.every(({ messageId }) => ids.has(messageId)) ? [] : ['a mail that no send record knows']),
    ];
  }

  private objectionsToRecord(record: SendRecord, mails: readonly KeptMail[]): string[] {
    const copies = mails.filter(({ messageId }) => messageId === this.messageIdOf(record)).length;
    const name = record._id.split('/').slice(2).join('/');
    if (record.state !== 'accepted') return [`send record ${name} is ${record.state}`];
    if (copies < 1) return [`mail ${name} was accepted and is lost`];
    if (copies > 1 + record.unacknowledged)
      return [`mail ${name} came ${copies} times, ${record.unacknowledged} of them counted`];
    return [];
  }

  private messageIdOf({ _id }: SendRecord): string {
    return keyedDigest(this.settings.secrets.serviceKeys, 'mailbox', _id);
  }

  private runOf(flow: CompanyFlow): WorkflowHandle {
    return this.temporal.client.getHandle(holderOf(flow));
  }
}

function holderOf({ flowId }: CompanyFlow): string {
  return workflowIdOf('userAdminRegistration', flowId);
}
