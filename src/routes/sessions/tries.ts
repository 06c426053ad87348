import { Problem } from '../../errors/problem';
import type { SignInWaits, TrySubject } from '../../database/signInWaits';
import type { DatabaseDeadline } from '../databaseDeadline';

/** One try, as it counts against one subject. */
export interface CountedTry {
  readonly of: 'account' | 'address' | 'device' | 'step-up';
  readonly subject: TrySubject;
  readonly entryId: string;
  /** What a right password does to earlier failures: it clears them, or only gives this try back. */
  readonly whenRight: 'forget' | 'takeBack';
}

/** What became of a try that was compared. */
export interface Comparison {
  readonly isRight: boolean;
}

/** Counts tries before anything is compared, and settles them afterwards. */
export class Tries {
  constructor(
    private readonly waits: SignInWaits,
    private readonly databaseDeadline: DatabaseDeadline,
    private readonly now: () => Date,
  ) {}

  /**
   * @returns what `compare` found, and the subjects that wait from now on where it was wrong
   * @throws Problem `SIGN_IN_WAIT`, or what `compare` throws: then nothing was compared, and nothing counts
   */
  async attempt<Compared extends Comparison>(
    tries: readonly CountedTry[],
    compare: () => Promise<Compared>,
  ): Promise<{ readonly compared: Compared; readonly waits: readonly CountedTry['of'][] }> {
    const waits = await this.admit(tries);
    try {
      const compared = await compare();
      if (compared.isRight) await this.settle(tries);
      return { compared, waits };
    } catch (error) {
      await this.takeBack(tries);
      throw error;
    }
  }

  /** One after the other: a try that the first subject makes wait uses nothing up of the next. */
  private async admit(tries: readonly CountedTry[]): Promise<CountedTry['of'][]> {
    const now = this.now().getTime();
    const waits: CountedTry['of'][] = [];
    for (const [index, { of, subject, entryId }] of tries.entries()) {
      const answer = await this.databaseDeadline.within(this.waits.admit(subject, entryId, now));
      if (answer.admitted) {
        if (answer.waits) waits.push(of);
        continue;
      }
      await this.takeBack(tries.slice(0, index));
      const retryAfterSeconds = Math.ceil((answer.opensAt - now) / 1_000);
      throw new Problem('SIGN_IN_WAIT', { retryAfterSeconds });
    }
    return waits;
  }

  /** What right passwords do to their tries, and to those before them. */
  async settle(tries: readonly CountedTry[]): Promise<void> {
    const forgotten = tries.filter(({ whenRight }) => whenRight === 'forget');
    await Promise.all([
      ...forgotten.map(({ subject }) => this.databaseDeadline.within(this.waits.forget(subject))),
      this.takeBack(tries.filter(({ whenRight }) => whenRight === 'takeBack')),
    ]);
  }

  /** Makes tries uncounted that proved right, or that were never compared. */
  async takeBack(tries: readonly CountedTry[]): Promise<void> {
    const now = this.now().getTime();
    await Promise.all(
      tries.map(({ subject, entryId }) =>
        this.databaseDeadline.within(this.waits.takeBack(subject, entryId, now)),
      ),
    );
  }
}
