import type { CodeVerdict } from '../contracts/codes';
import type { Refusal } from '../contracts/flow';
import { refusalFailure } from './refusalFailure';

/** The tries of one flow: each is counted before it is compared, and a refused comparison is not counted. */
export class Tries {
  private used = 0;
  private comparing = 0;
  private pause: { readonly refusal: Refusal; readonly until: number } | undefined;

  constructor(private readonly limit: number) {}

  get left(): number {
    return this.limit - this.used;
  }

  get spent(): boolean {
    return this.left <= 0;
  }

  get underWay(): boolean {
    return this.comparing > 0;
  }

  /** Why no try is taken at `now`, milliseconds since 1970; undefined when one is. */
  refusalAt(now: number): Refusal | undefined {
    if (this.spent) return { code: 'ATTEMPTS_SPENT' };
    if (!this.pause || this.pause.until <= now) return undefined;
    return { ...this.pause.refusal, retryAfterSeconds: Math.ceil((this.pause.until - now) / 1_000) };
  }

  /**
   * @param compare is told whether none is left after this one
   * @throws ApplicationFailure unless `compare` finds the try right
   */
  async take(compare: (isLast: boolean) => Promise<CodeVerdict>): Promise<void> {
    this.used += 1;
    this.comparing += 1;
    try {
      const verdict = await compare(this.spent);
      if (verdict.outcome === 'wrong') throw refusalFailure({ code: 'CODE_WRONG', attemptsLeft: this.left });
      if (verdict.outcome === 'refused') throw this.paused(verdict.refusal);
    } finally {
      this.comparing -= 1;
    }
  }

  private paused(refusal: Refusal) {
    this.used -= 1;
    this.pause = { refusal, until: Date.now() + (refusal.retryAfterSeconds ?? 0) * 1_000 };
    return refusalFailure(refusal);
  }
}
