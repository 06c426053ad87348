import { Problem } from '../../errors/problem';
import type { Limits } from '../../limits/limits';
import type { Step, Wait } from '../../limits/steps';
import type { DatabaseDeadline } from '../../http/databaseDeadline';

/** What became of a try that was compared. */
export interface Comparison {
  readonly isRight: boolean;
}

/** What is done beside the counting of a try. */
interface AroundTry<Compared, Done> {
  /** Told who makes the try wait. */
  readonly whenRefused: (wait: Wait) => Promise<void>;
  /** What has to be done before the verdict is told. */
  readonly whenCompared: (compared: Compared) => Promise<Done>;
}

/** Counts tries before anything is compared, and settles them afterwards. */
export class Tries {
  constructor(
    private readonly limits: Limits,
    private readonly databaseDeadline: DatabaseDeadline,
  ) {}

  /**
   * @param ways ways to count the try; the first that has room is taken
   * @returns what `whenCompared` made of what `compare` found
   * @throws Problem `SIGN_IN_WAIT`, or what `compare` throws: then nothing was compared, and nothing counts
   */
  async attempt<Compared extends Comparison, Done>(
    ways: readonly [Step, ...Step[]],
    compare: () => Promise<Compared>,
    { whenRefused, whenCompared }: AroundTry<Compared, Done>,
  ): Promise<Done> {
    const step = await this.admitted(ways, whenRefused);
    const compared = await this.compared(step, compare);
    const settled = compared.isRight ? this.limits.forgive(step) : this.limits.blame(step);
    const [done] = await Promise.all([whenCompared(compared), this.databaseDeadline.within(settled)]);
    return done;
  }

  private async admitted(
    [first, ...others]: readonly [Step, ...Step[]],
    whenRefused: (wait: Wait) => Promise<void>,
    former?: Wait,
  ): Promise<Step> {
    const refused = await this.databaseDeadline.within(this.limits.take(first));
    if (!refused) return first;
    const { standing } = refused;
    const wait = former && former.opensAt < refused.wait.opensAt ? former : refused.wait;
    const [next, ...rest] = others;
    if (next && refused.wait.of === 'subject') return this.admitted([next, ...rest], whenRefused, wait);
    await whenRefused(wait);
    throw new Problem('SIGN_IN_WAIT', {
      retryAfterSeconds: Math.ceil((wait.opensAt - first.now) / 1_000),
      workHelps: standing.isOriginsAlone,
    });
  }

  private async compared<Compared>(step: Step, compare: () => Promise<Compared>): Promise<Compared> {
    try {
      return await compare();
    } catch (error) {
      await this.databaseDeadline.within(this.limits.giveBack(step));
      throw error;
    }
  }

  /** What a right password does to the tries before it. */
  async forgive(step: Step): Promise<void> {
    await this.databaseDeadline.within(this.limits.forgive(step));
  }
}
