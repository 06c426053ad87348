import { setTimeout as delay } from 'node:timers/promises';
import { unavailable } from '../temporal/flowFailures';

/** How long callers wait for the database. */
export class DatabaseDeadline {
  /** @param ms for one operation */
  constructor(private readonly ms: number) {}

  /** @throws Problem `TEMPORARILY_UNAVAILABLE` when the operation fails or takes longer */
  async within<Result>(operation: Promise<Result>): Promise<Result> {
    const answered = new AbortController();
    const late = delay(this.ms, undefined, { signal: answered.signal }).then((): never => {
      throw new Error('The database did not answer in time.');
    });
    try {
      return await Promise.race([operation, late]);
    } catch (error) {
      throw unavailable(error);
    } finally {
      answered.abort();
    }
  }
}
