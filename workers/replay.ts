import type { WorkflowClient } from '@temporalio/client';
import { DefaultLogger, makeTelemetryFilterString, Runtime, Worker } from '@temporalio/worker';
import { loadSettings, type Settings } from '../src/config/config';
import { createWorkflowClient, encryptingDataConverter } from '../src/temporal/connection';
import { isUnanswered } from '../src/temporal/flowFailures';
import { workflowBundle } from './bundle';

interface Replayed {
  replayed: number;
  readonly failed: string[];
}

/**
 * Replays the history of each open flow with the workflow code of this version, before it is rolled out: but for those that stay
 * with the version that they began with. Ends with 1 where one would fail, and with 2 where they could not be read.
 */
async function main(): Promise<void> {
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
  });
  const settings = loadSettings();
  const { client, close } = createWorkflowClient(settings);
  try {
    const open = `ExecutionStatus = "Running" AND TaskQueue = "${settings.config.temporal.taskQueue}"`;
    const { count: pinned } = await client.count(`${open} AND ${isPinned}`);
    const { replayed, failed } = await replayOpenFlows(settings, client, `${open} AND ${isFree}`);
    for (const flow of failed) process.stdout.write(`would fail: ${flow}\n`);
    process.stdout.write(
      `${replayed} open flows replayed, ${failed.length} would fail with this version, ${pinned} stay with the version that they began with.\n`,
    );
    process.exitCode = failed.length > 0 ? 1 : 0;
  } finally {
    await close();
  }
}

const isPinned = 'TemporalWorkflowVersioningBehavior = "Pinned"';
const isFree = `(TemporalWorkflowVersioningBehavior IS NULL OR TemporalWorkflowVersioningBehavior != "Pinned")`;

async function replayOpenFlows(settings: Settings, client: WorkflowClient, query: string): Promise<Replayed> {
  const found: Replayed = { replayed: 0, failed: [] };
  const results = Worker.runReplayHistories(
    {
      workflowBundle: await workflowBundle(settings.config.temporal.workflowBundle),
      dataConverter: encryptingDataConverter(settings.secrets.serviceKeys),
    },
    client.list({ query }).intoHistories(),
  );
  for await (const { workflowId, error } of results) {
    found.replayed += 1;
    if (error) found.failed.push(`${workflowId} (${error.name})`);
  }
  return found;
}

function sentenceOf(error: unknown): string {
  if (isUnanswered(error)) return 'Temporal does not answer: check TEMPORAL_ADDRESS and the server.';
  return error instanceof Error ? error.message : 'The flows could not be replayed.';
}

main().catch((error: unknown) => {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 2;
});
