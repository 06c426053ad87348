import { setTimeout as delay } from 'node:timers/promises';
import { unavailable } from '../temporal/flowFailures';

const databaseDeadlineMs = 3_000;

/**
 * Waits for an operation of the database no longer than a caller should.
 *
 * @throws Problem `TEMPORARILY_UNAVAILABLE` when it fails or takes more than three seconds
 */
export async function withinDatabaseDeadline<Result>(operation: Promise<Result>): Promise<Result> {
  const answered = new AbortController();
  const late = delay(databaseDeadlineMs, undefined, { signal: answered.signal }).then((): never => {
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
