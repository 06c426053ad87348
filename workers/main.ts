import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { loadSettings, type Settings } from '../src/config/config';
import { createLogger } from '../src/observability/logger';
import { runServiceProcess, type UnderWay } from '../src/observability/serviceProcess';
import { serveWorkerHealth } from './health';
import { SdkLog } from './sdkLog';
import { closeWorkerParts, createWorker, openWorkerParts } from './worker';

/** One worker process: waits for its parts, runs until it is told to stop, and ends what it began before it leaves. */
async function runWorker(underWay: UnderWay): Promise<void> {
  const settings = loadSettings();
  const logger = createLogger(settings.config, 'worker');
  const sdkLog = new SdkLog(logger);
  installRuntime(settings, sdkLog);
  const health = await serveWorkerHealth(settings.config.temporal);
  const parts = await openWorkerParts(settings, logger, health.watch);
  const worker = await createWorker(settings, parts, logger, { sdkLog });
  health.watch({ worker });
  underWay().addEventListener('abort', () => worker.shutdown());
  logger.info({ taskQueue: settings.config.temporal.taskQueue }, 'worker is running');
  await worker.run();
  await closeWorkerParts(parts);
  logger.info('worker has stopped');
}

/** The SDK's core writes its lines through the same logger. The process hears signals itself. */
function installRuntime({ config }: Settings, sdkLog: SdkLog): void {
  const { metricsAddress } = config.temporal;
  Runtime.install({
    logger: new DefaultLogger('WARN', (entry) => sdkLog.write(entry)),
    shutdownSignals: [],
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) },
      ...(metricsAddress !== undefined && { metrics: { prometheus: { bindAddress: metricsAddress } } }),
    },
  });
}

runServiceProcess('worker', runWorker);
