import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../errors/problem';

const hourSeconds = 3_600;

/**
 * How many flows one network address may start in an hour at one API process. Whether their data match does not count, so that
 * the limit tells nothing; it keeps a stranger from filling Temporal with flows that wait.
 */
export class StartLimit {
  private readonly limiter: RateLimiterMemory;

  constructor(startsAnHour: number) {
    this.limiter = new RateLimiterMemory({ points: startsAnHour, duration: hourSeconds });
  }

  /** @throws Problem `TOO_MANY_STARTS` with the time after which there is room again */
  async take(addressKey: string): Promise<void> {
    try {
      await this.limiter.consume(addressKey);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new Problem('TOO_MANY_STARTS', { retryAfterSeconds: Math.ceil(refusal.msBeforeNext / 1_000) });
    }
  }
}
