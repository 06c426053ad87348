import type { CodeVerdict } from '../contracts/codes';
import type { Refusal } from '../contracts/flow';
import { refusalFailure } from './runFlow';

const momentMs = 2_000;
const patienceMs = 10_000;

/**
 * The moments at which an answer that must tell nothing may change: how long a provider took is rounded to them, so that
 * what was sent and what only looks so cannot be told apart. All times are milliseconds since 1970.
 *
 * @param requestedAt when the message was asked for
 * @param acceptedAt when its provider took it
 * @returns `begins`: the moment before, from which the code lives; `shownFrom`: the moment after, from which it is told
 */
export function roundToInterval(
  requestedAt: number,
  acceptedAt: number,
): { readonly begins: number; readonly shownFrom: number } {
  const passed = Math.max(0, Math.floor((acceptedAt - requestedAt) / momentMs));
  const begins = requestedAt + passed * momentMs;
  return { begins, shownFrom: begins + momentMs };
}

/** From when on a message that nobody has taken yet is called delayed. */
export function delayedFrom(requestedAt: number): number {
  return requestedAt + patienceMs;
}

interface ResendRule {
  /** Least waits before the first, second and third resend; the last one holds for those after it. */
  readonly resendCooldownsMs: readonly number[];
  readonly resendsPerFlow: number;
}

/**
 * When the next resend is possible, in milliseconds since 1970; undefined when none is left.
 *
 * @param resends how many there were
 * @param requestedAt when the message was last asked for, milliseconds since 1970
 */
export function nextResendAt(rule: ResendRule, resends: number, requestedAt: number): number | undefined {
  if (resends >= rule.resendsPerFlow) return undefined;
  const cooldown = rule.resendCooldownsMs[Math.min(resends, rule.resendCooldownsMs.length - 1)] ?? 0;
  return requestedAt + cooldown;
}

/** Why a resend is refused at `now`; undefined when it may go out. */
export function refusalOfResend(
  rule: ResendRule,
  resends: number,
  requestedAt: number,
  now: number,
): Refusal | undefined {
  const at = nextResendAt(rule, resends, requestedAt);
  if (at === undefined) return { code: 'RESENDS_SPENT' };
  if (now >= at) return undefined;
  return { code: 'RESEND_TOO_EARLY', retryAfterSeconds: Math.ceil((at - now) / 1_000) };
}

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
