import { DefaultLogger, Runtime, type LogEntry } from '@temporalio/worker';
import { loadSettings, type Settings } from '../src/config/config';
import { databaseCodesOf } from '../src/database/failures';
import { createLogger, type Logger } from '../src/observability/logger';
import { closeWorkerParts, createWorker, openWorkerParts } from './worker';

/** One worker process: connects, runs until it is told to stop, and ends what it began before it leaves. */
async function runWorker(settings: Settings, logger: Logger): Promise<void> {
  installRuntime(settings, logger);
  const parts = await openWorkerParts(settings, logger);
  const worker = await createWorker(settings, parts, logger);
  logger.info({ taskQueue: settings.config.temporal.taskQueue }, 'worker is running');
  await worker.run();
  await closeWorkerParts(parts);
  logger.info('worker has stopped');
}

function installRuntime({ config }: Settings, logger: Logger): void {
  const { metricsAddress } = config.temporal;
  Runtime.install({
    logger: new DefaultLogger('WARN', (entry) => logSdkEntry(logger, entry)),
    ...(metricsAddress !== undefined && {
      telemetryOptions: { metrics: { prometheus: { bindAddress: metricsAddress } } },
    }),
  });
}

/** Of the SDK's own lines, what tells where and what kind; an error's text may quote data and is left out. */
function logSdkEntry(logger: Logger, { level, message, meta }: LogEntry): void {
  const error: unknown = meta?.['error'];
  const line = {
    workflowId: meta?.['workflowId'] as unknown,
    activity: meta?.['activityType'] as unknown,
    failure: error instanceof Error ? error.name : undefined,
    ...databaseCodesOf(error),
  };
  if (level === 'ERROR') logger.error(line, message);
  else logger.warn(line, message);
}

function main(): void {
  const settings = loadSettings();
  const logger = createLogger(settings.config, 'worker');
  runWorker(settings, logger).catch((error: unknown) => {
    logger.fatal({ failure: error instanceof Error ? error.message : error }, 'worker failed');
    process.exitCode = 1;
  });
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
