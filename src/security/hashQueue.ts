import fastq from 'fastq';
import { Problem } from '../errors/problem';

const retryAfterSeconds = 2;

export interface HashQueueLimits {
  readonly atOnce: number;
  readonly waiting: number;
}

/**
 * Lets so many hashes be computed at once and so many wait for their turn. What comes on top is refused at once, so that a
 * flood of passwords costs neither memory nor the patience of those who stand in the queue.
 */
export class HashQueue {
  private readonly queue: fastq.queueAsPromised<() => Promise<void>>;

  constructor(private readonly limits: HashQueueLimits) {
    this.queue = fastq.promise((work: () => Promise<void>) => work(), limits.atOnce);
  }

  /** @throws Problem `OVERLOADED`, or what `work` throws */
  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const underWay = this.queue.running() + this.queue.length();
    if (underWay >= this.limits.atOnce + this.limits.waiting)
      return Promise.reject(new Problem('OVERLOADED', { retryAfterSeconds }));
    return new Promise((resolve, reject) => {
      void this.queue.push(() => work().then(resolve, reject));
    });
  }
}
