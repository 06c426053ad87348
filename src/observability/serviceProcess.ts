import { once } from 'node:events';
import { createLogger } from './logger';

/** Says that work is under way: from now on SIGTERM and SIGINT ask for an orderly end. Before, the process just ends. */
export type UnderWay = () => AbortSignal;

/**
 * Runs a process of the service. It ends with 0 where it was told to, and with 1 where it cannot work: what it holds open
 * does not keep it alive, so that it is started again by what watches it.
 */
export function runServiceProcess(service: string, run: (underWay: UnderWay) => Promise<void>): void {
  const logger = createLogger({ logLevel: 'info' }, service);
  const stop = new AbortController();
  let isUnderWay = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop.abort();
      if (isUnderWay) return;
      logger.info('stopped before it was ready');
      process.exit(0);
    });
  }
  const underWay = () => {
    isUnderWay = true;
    return stop.signal;
  };
  run(underWay).then(
    () => process.exit(0),
    (error: unknown) => {
      logger.fatal(kindOf(error), error instanceof Error ? error.message : 'failed');
      process.exit(1);
    },
  );
}

/** Resolves once a signal asks for the end. */
export async function untilStopped(stopped: AbortSignal): Promise<void> {
  if (!stopped.aborted) await once(stopped, 'abort');
}

function kindOf(error: unknown): object {
  if (!(error instanceof Error)) return { failure: typeof error };
  return { failure: error.name, ...('code' in error && { errorCode: error.code }) };
}
