import type { LogEntry } from '@temporalio/worker';
import { databaseCodesOf } from '../src/database/failures';
import type { Logger } from '../src/observability/logger';

const mostRuns = 10_000;

/**
 * Writes what the SDK and its core say as lines of the service: where and what kind. An error's text may quote data and is left
 * out. The core names runs alone; a run whose activities this worker did has its workflow's id beside it.
 */
export class SdkLog {
  private readonly workflowIds = new Map<string, string>();

  constructor(private readonly logger: Logger) {}

  /** Remembers whose run it is; the oldest of many is forgotten. */
  noteRun(runId: string, workflowId: string): void {
    this.workflowIds.delete(runId);
    this.workflowIds.set(runId, workflowId);
    const [oldest] = this.workflowIds.keys();
    if (this.workflowIds.size > mostRuns && oldest !== undefined) this.workflowIds.delete(oldest);
  }

  write({ level, message, meta }: LogEntry): void {
    const error: unknown = meta?.['error'];
    const runId: unknown = meta?.['runId'];
    const known = typeof runId === 'string' ? this.workflowIds.get(runId) : undefined;
    const line = {
      workflowId: (meta?.['workflowId'] as unknown) ?? known,
      runId,
      activity: meta?.['activityType'] as unknown,
      failure: error instanceof Error ? error.name : undefined,
      ...databaseCodesOf(error),
    };
    if (level === 'ERROR') this.logger.error(line, message);
    else this.logger.warn(line, message);
  }
}
