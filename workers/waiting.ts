import { setTimeout as delay } from 'node:timers/promises';
import { databaseCodesOf } from '../src/database/failures';
import { SetupMissing } from '../src/database/setup';
import type { Logger } from '../src/observability/logger';

const firstWaitMs = 500;
const longestWaitMs = 5_000;

/** A part that the worker cannot do without. */
export interface NeededPart<Part> {
  /** As the log names it. */
  readonly name: string;
  open(): Promise<Part>;
  /** Whether it may come back by itself; what will not ends the process. */
  mayComeBack(error: unknown): boolean;
}

/** Opens a part as soon as it is there; the log tells each new reason to wait. @throws what `open` throws where that will not pass */
export async function untilThere<Part>(part: NeededPart<Part>, logger: Logger): Promise<Part> {
  let told = '';
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
    try {
      return await part.open();
    } catch (error) {
      if (!part.mayComeBack(error)) throw error;
      const reason = { part: part.name, ...reasonOf(error) };
      if (JSON.stringify(reason) !== told) logger.warn(reason, 'waiting for a part');
      told = JSON.stringify(reason);
    }
    await delay(waitMs);
  }
}

function reasonOf(error: unknown): object {
  const failure = error instanceof Error ? error.name : typeof error;
  return {
    failure,
    ...(error instanceof SetupMissing && { remedy: error.message }),
    ...databaseCodesOf(error),
  };
}
