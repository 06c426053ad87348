import { setTimeout as delay } from 'node:timers/promises';
import { isDatabaseFailure } from '../database/failures';
import { RecordsUnavailable } from '../errors/recordsUnavailable';
import { unavailable } from '../temporal/flowFailures';

/** The database, or the customer records, did not answer in time. */
class AnswerTooLate extends Error {
  override readonly name = 'AnswerTooLate';
}

/** How long callers wait for the database. */
export class DatabaseDeadline {
  /** @param ms for one operation */
  constructor(private readonly ms: number) {}

  /**
   * @throws Problem `TEMPORARILY_UNAVAILABLE` when the database or the customer records fail or take longer; any other
   *   error as it is, so that a defect of the program stays one
   */
  async within<Result>(operation: Promise<Result>): Promise<Result> {
    const answered = new AbortController();
    const late = delay(this.ms, undefined, { signal: answered.signal }).then((): never => {
      throw new AnswerTooLate('The database did not answer in time.');
    });
    try {
      return await Promise.race([operation, late]);
    } catch (error) {
      throw isAway(error) ? unavailable(error) : error;
    } finally {
      answered.abort();
    }
  }
}

/** Whether the database or the customer records could not be asked now. */
export function isAway(error: unknown): boolean {
  return error instanceof AnswerTooLate || error instanceof RecordsUnavailable || isDatabaseFailure(error);
}
