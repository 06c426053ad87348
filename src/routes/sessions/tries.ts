import { Problem } from '../../errors/problem';
import type { SignInWaits, TrySubject } from '../../database/signInWaits';
import { withinDatabaseDeadline } from '../databaseDeadline';

/** One try, as it counts against one subject. */
export interface CountedTry {
  readonly subject: TrySubject;
  readonly entryId: string;
  /** What a right password leaves of the failures before it: nothing, or all but this try. */
  readonly whenRight: 'forget' | 'takeBack';
}

/** Counts tries before anything is compared, and settles them afterwards. */
export class Tries {
  constructor(
    private readonly waits: SignInWaits,
    private readonly now: () => Date,
  ) {}

  /**
   * @param compare gives undefined for a wrong password
   * @throws Problem `SIGN_IN_WAIT`, or what `compare` throws: then nothing was compared, and nothing counts
   */
  async attempt<Result>(
    tries: readonly CountedTry[],
    compare: () => Promise<Result | undefined>,
  ): Promise<Result | undefined> {
    await this.admit(tries);
    try {
      const result = await compare();
      if (result !== undefined) await this.settle(tries);
      return result;
    } catch (error) {
      await this.takeBack(tries);
      throw error;
    }
  }

  /** One after the other: whom the first subject keeps waiting uses nothing up of the next. */
  private async admit(tries: readonly CountedTry[]): Promise<void> {
    const now = this.now().getTime();
    for (const [index, { subject, entryId }] of tries.entries()) {
      const answer = await withinDatabaseDeadline(this.waits.admit(subject, entryId, now));
      if (answer.admitted) continue;
      await this.takeBack(tries.slice(0, index));
      const retryAfterSeconds = Math.ceil((answer.opensAt - now) / 1_000);
      throw new Problem('SIGN_IN_WAIT', { retryAfterSeconds });
    }
  }

  private async settle(tries: readonly CountedTry[]): Promise<void> {
    const forgotten = tries.filter(({ whenRight }) => whenRight === 'forget');
    await Promise.all([
      ...forgotten.map(({ subject }) => withinDatabaseDeadline(this.waits.forget(subject))),
      this.takeBack(tries.filter(({ whenRight }) => whenRight === 'takeBack')),
    ]);
  }

  private async takeBack(tries: readonly CountedTry[]): Promise<void> {
    const now = this.now().getTime();
    await Promise.all(
      tries.map(({ subject, entryId }) => withinDatabaseDeadline(this.waits.takeBack(subject, entryId, now))),
    );
  }
}
