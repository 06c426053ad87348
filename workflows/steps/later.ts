import { isCancellation, sleep } from '@temporalio/workflow';

/** Does something after a while, unless the flow is over by then. */
export function later(ms: number, summary: string, then: () => void): void {
  sleep(ms, { summary })
    .then(then)
    .catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
    });
}
