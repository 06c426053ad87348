import type { WorkflowHandle } from '@temporalio/client';
import type { Settings } from '../src/config/config';
import { openDatabase, type Database } from '../src/database/database';
import { createWorkflowClient, type TemporalClient } from '../src/temporal/connection';
import { objectionsToAccount } from './accountEvidence';
import type { FlowClient, World } from './flowClient';
import { MessageEvidence } from './messageEvidence';
import type { Trial } from './rounds';

/** Longest that a run may need to close after its client has seen the last message. */
const closesWithinMs = 90_000;

/** What the stores hold, beside what the clients were told. */
export class Evidence {
  private constructor(
    private readonly settings: Settings,
    private readonly database: Database,
    private readonly temporal: TemporalClient,
  ) {}

  static async open(settings: Settings): Promise<Evidence> {
    const database = await openDatabase(settings.config.mongodbUri);
    return new Evidence(settings, database, createWorkflowClient(settings));
  }

  async close(): Promise<void> {
    await this.temporal.close();
    await this.database.connection.close();
  }

  /** What is wrong with the client's and the workflow's side of a trial; nothing when it ended right. */
  async objectionsToEnd({ flow, end }: Trial): Promise<string[]> {
    const failure = await end.then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : 'failed'),
    );
    const ledgers = flowsOf(flow).map(({ ledger }) => ledger);
    const unexpected = ledgers.flatMap((ledger) => ledger.unexpected);
    if (failure !== undefined) return [failure, ...unexpected];
    const runs = await Promise.all(flowsOf(flow).map((each) => this.objectionsToRun(each)));
    return [...unexpected, ...ledgers.flatMap((ledger) => ledger.contradictions()), ...runs.flat()];
  }

  /** What is wrong with what a flow that ended has left. */
  async objectionsToEffects({ flow }: Trial, messages: MessageEvidence): Promise<string[]> {
    return [
      ...(await objectionsToAccount({ settings: this.settings, database: this.database }, flow)),
      ...flowsOf(flow).flatMap((each) => messages.objectionsTo(each)),
    ];
  }

  /** Once every flow has ended: what came to mailbox and phones, and the send records of it. */
  async messages({ mailbox, phone }: World, trials: readonly Trial[]): Promise<MessageEvidence> {
    const flows = trials.flatMap(({ flow }) => flowsOf(flow));
    const records = await this.database.sendRecords.find().lean();
    const inboxes = { mails: await mailbox.mails(), texts: await phone.texts() };
    return new MessageEvidence(this.settings, flows, records, inboxes);
  }

  /** Events of a run's history. */
  async eventsOf(flow: FlowClient): Promise<number> {
    const { events } = await this.runOf(flow).fetchHistory();
    return events?.length ?? 0;
  }

  async accounts(): Promise<number> {
    return this.database.accounts.countDocuments({});
  }

  private async objectionsToRun(flow: FlowClient): Promise<string[]> {
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

  private runOf({ workflowId }: FlowClient): WorkflowHandle {
    return this.temporal.client.getHandle(workflowId);
  }
}

/** The flow, and the one before it that made its account. */
function flowsOf(flow: FlowClient): readonly FlowClient[] {
  return flow.before ? [flow.before, flow] : [flow];
}
