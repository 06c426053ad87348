import { randomBytes } from 'node:crypto';
import type { Database } from '../database/database';
import { sweepMarginMs } from '../database/documents';
import { duplicateKey } from '../database/failures';
import { Problem } from '../errors/problem';

export interface OpenCallDependencies {
  readonly database: Pick<Database, 'openCalls'>;
  readonly databaseDeadline: {
    /** @throws Problem `TEMPORARILY_UNAVAILABLE` where the database does not answer in time */
    within<Result>(operation: Promise<Result>): Promise<Result>;
  };
  readonly now: () => Date;
}

/** A call, by a keyed digest of its client and all that it says. */
interface RepeatableCall {
  readonly key: string;
  /** How long it may be repeated, milliseconds. */
  readonly lifeMs: number;
}

export interface BegunCall {
  /** 22 characters of base64url, random. */
  readonly callId: string;
  /** Whether the same call was begun before, and nobody had its answer. */
  readonly isRepeated: boolean;
}

/**
 * Calls whose answer nobody has had yet. A call that was answered 503 goes on, when it is repeated, with what it began before;
 * an answer is given once, so that the same call after it is a new one.
 */
export class OpenCalls {
  constructor(private readonly dependencies: OpenCallDependencies) {}

  /**
   * @param act does what the call asks for, once for the id that it is given
   * @throws Problem `TEMPORARILY_UNAVAILABLE` where no answer is known yet, and what `act` refuses with
   */
  async answerOnce<Answer>(
    call: RepeatableCall,
    act: (begun: BegunCall) => Promise<Answer>,
  ): Promise<Answer> {
    for (;;) {
      const begun = await this.begin(call);
      const [outcome] = await Promise.allSettled([act(begun)]);
      if (outcome.status === 'rejected' && isUnanswered(outcome.reason)) throw outcome.reason;
      if (!(await this.isFirstToAnswer(call, begun.callId))) continue;
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    }
  }

  private async begin({ key, lifeMs }: RepeatableCall): Promise<BegunCall> {
    const { database, databaseDeadline, now } = this.dependencies;
    const callId = randomBytes(16).toString('base64url');
    for (;;) {
      const expiresAt = new Date(now().getTime() + lifeMs + sweepMarginMs);
      const inserted = database.openCalls.create({ _id: key, callId, expiresAt }).then(
        () => true,
        (error: unknown) => {
          if (!duplicateKey(error)) throw error;
          return false;
        },
      );
      if (await databaseDeadline.within(inserted)) return { callId, isRepeated: false };
      const former = await databaseDeadline.within(database.openCalls.findById(key).lean().exec());
      if (!former) continue;
      const endsAt = former.expiresAt.getTime() - sweepMarginMs;
      if (endsAt > now().getTime()) return { callId: former.callId, isRepeated: true };
      await this.isFirstToAnswer({ key }, former.callId);
    }
  }

  private async isFirstToAnswer({ key }: Pick<RepeatableCall, 'key'>, callId: string): Promise<boolean> {
    const { database, databaseDeadline } = this.dependencies;
    const closing = database.openCalls.deleteOne({ _id: key, callId }).exec();
    const { deletedCount } = await databaseDeadline.within(closing);
    return deletedCount === 1;
  }
}

function isUnanswered(error: unknown): boolean {
  return error instanceof Problem && error.code === 'TEMPORARILY_UNAVAILABLE';
}
