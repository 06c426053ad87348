import { AsyncLocalStorage } from 'node:async_hooks';

/** Name of the header that carries the correlation id, over HTTP and through Temporal (CAMARA's `x-correlator`). */
export const correlatorHeader = 'x-correlator';

const current = new AsyncLocalStorage<string>();

/** Runs `work` under a correlation id, which every log line and Temporal call beneath it carries. */
export function withCorrelator<Result>(correlator: string, work: () => Result): Result {
  return current.run(correlator, work);
}

export function currentCorrelator(): string | undefined {
  return current.getStore();
}
