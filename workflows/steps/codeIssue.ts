import { isCancellation } from '@temporalio/workflow';
import { channelFacts, type CodeLives } from '../contracts/channels';
import type { CodeFlow, CodeRoute, CodeVerdict } from '../contracts/codes';
import type { Refusal } from '../contracts/flow';
import { CodeDelivery, type CodeFate, type FreshCode } from './activityCalls';
import type { FlowState } from './flowState';
import { later, refusalFailure } from './runFlow';

/**
 * The code that a flow awaits, by its number: the same one goes out again while it lives, the next one after its expiry. Its
 * life begins when the provider takes it.
 */
export class CodeIssue {
  private readonly lifeMs: number;
  private readonly delivery: CodeDelivery;
  private requestedAt = 0;
  private messages = 0;
  private expiresAt: number | undefined;
  private expired = false;
  private stopped = false;
  private underWay = false;
  private current = 0;

  constructor(
    private readonly flow: FlowState,
    about: CodeFlow,
    private readonly route: CodeRoute,
    codeLives: CodeLives,
    /** End of the flow, milliseconds since 1970. */
    private readonly flowEndsAt: number,
  ) {
    this.lifeMs = codeLives[channelFacts[route.apparentChannel].codeLife];
    this.delivery = new CodeDelivery(about);
    this.issueAnew();
  }

  /** Counts from 1; 0 is no code. */
  get issue(): number {
    return this.current;
  }

  /** By the clock, too: the timer that ends a code's life fires a moment after it. */
  get isExpired(): boolean {
    return this.expired || (this.expiresAt !== undefined && Date.now() >= this.expiresAt);
  }

  /** Whether a message is on its way to the provider. */
  get isUnderWay(): boolean {
    return this.underWay;
  }

  /** No code goes out any more, and none expires. */
  stop(): void {
    this.stopped = true;
  }

  send(requestedAt: number): void {
    this.requestedAt = requestedAt;
    if (this.isExpired) this.issueAnew();
    this.flow.expectDelay(delayedFrom(requestedAt), this.expiresAt ?? this.flowEndsAt);
    this.handOver().catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
    });
  }

  private issueAnew(): void {
    this.current += 1;
    this.expiresAt = undefined;
    this.expired = false;
    this.flow.enter({ status: 'AWAITING_CODE', expiresAt: this.flowEndsAt });
  }

  private async handOver(): Promise<void> {
    this.underWay = true;
    let fate: CodeFate;
    this.sendBeside();
    do {
      fate = await this.delivery.deliver(this.route, this.next());
      if (fate.outcome === 'stale' && !this.stopped) this.issueStaleAnew();
    } while (fate.outcome === 'stale' && !this.stopped);
    this.underWay = false;
    if (!this.stopped) this.note(fate);
  }

  /** A message of its own for the current code, which may go out for as long as the code lives. */
  private next(): FreshCode {
    this.messages += 1;
    const freshUntil = this.expiresAt ?? Date.now() + this.lifeMs;
    return { issue: this.current, number: this.messages, freshUntil };
  }

  /**
   * A recipient on another channel than the flow shows gets the code unseen, once each time that it is asked for: how that
   * fares, the flow never tells.
   */
  private sendBeside(): void {
    const { apparentChannel, recipient } = this.route;
    if (recipient && recipient.channel !== apparentChannel)
      this.delivery.deliverUnseen(recipient, this.next());
  }

  /** The next code takes the place of one that never left. */
  private issueStaleAnew(): void {
    this.issueAnew();
    this.flow.expectDelay(delayedFrom(this.requestedAt), this.flowEndsAt);
  }

  private note(fate: CodeFate): void {
    const answeredAt = fate.outcome === 'accepted' ? fate.at : Date.now();
    const { begins, shownFrom } = roundToInterval(this.requestedAt, answeredAt);
    const expiresAt = this.live(begins);
    if (fate.outcome === 'refused' && this.route.mayRevealRefusal) this.flow.deliver('UNDELIVERABLE');
    else this.flow.settle({ from: shownFrom, delivery: 'SENT', expiresAt });
  }

  /** @returns when the code expires, milliseconds since 1970 */
  private live(begins: number): number {
    if (this.expiresAt !== undefined) return this.expiresAt;
    this.expiresAt = begins + this.lifeMs;
    const issue = this.current;
    later(this.expiresAt - Date.now(), 'the code expires', () => this.expire(issue));
    return this.expiresAt;
  }

  private expire(issue: number): void {
    if (this.stopped || issue !== this.current) return;
    this.expired = true;
    this.flow.enter({ status: 'AWAITING_CODE', expiresAt: this.flowEndsAt });
  }
}

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
function roundToInterval(
  requestedAt: number,
  acceptedAt: number,
): { readonly begins: number; readonly shownFrom: number } {
  const passed = Math.max(0, Math.floor((acceptedAt - requestedAt) / momentMs));
  const begins = requestedAt + passed * momentMs;
  return { begins, shownFrom: begins + momentMs };
}

/** From when on a message that nobody has taken yet is called delayed. */
function delayedFrom(requestedAt: number): number {
  return requestedAt + patienceMs;
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
