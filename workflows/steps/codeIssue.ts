import { isCancellation, log, proxyActivities, type RetryPolicy } from '@temporalio/workflow';
import { channelFacts, type CodeLives } from '../contracts/channels';
import type { CodeFlow, CodeRoute, CodeMessage, CodeMessages, Recipient } from '../contracts/codes';
import { delayedFrom, roundToInterval } from './stepRules';
import { messageRefused } from '../contracts/flow';
import type { FlowState } from './flowState';
import { later } from './runFlow';
import { isPermanent } from './activityCalls';

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

/** What became of one message: when its provider took it, milliseconds since 1970. */
export type CodeFate =
  | { readonly outcome: 'accepted'; readonly at: number }
  | { readonly outcome: 'refused' }
  /** The provider did not take it, or not while the code was fresh. */
  | { readonly outcome: 'stale' };

/** A code to hand over: until `freshUntil`, milliseconds since 1970, it may go out. */
export interface FreshCode {
  readonly issue: number;
  readonly number: number;
  readonly freshUntil: number;
}

/** A little longer than the channels take to give up by themselves. */
const longestTryMs = 45_000;

/**
 * Hands codes over. A message that cannot go out at once is tried again for as long as its code lives or may be called
 * fresh: no stale code is ever sent.
 */
export class CodeDelivery {
  constructor(private readonly about: CodeFlow) {}

  async deliver(
    { apparentChannel, recipient, prefixKey }: Pick<CodeRoute, 'apparentChannel' | 'recipient' | 'prefixKey'>,
    { issue, number, freshUntil }: FreshCode,
  ): Promise<CodeFate> {
    const message = (lifeMs: number): CodeMessage => ({
      flow: this.about,
      apparentChannel,
      issue,
      number,
      lifeMs,
      ...(recipient && { recipient }),
      ...(prefixKey !== undefined && { prefixKey }),
    });
    const atOnce = await this.hand(message, freshUntil, { maximumAttempts: 1 });
    if (atOnce.outcome !== 'stale') return atOnce;
    log.warn('a code did not go out at once and is tried again');
    return this.hand(message, freshUntil, { initialInterval: '10s', maximumInterval: '2m' });
  }

  /** How it fares, nobody is told. */
  deliverUnseen(recipient: Recipient, code: FreshCode, prefixKey?: string): void {
    const route = {
      apparentChannel: recipient.channel,
      recipient,
      ...(prefixKey !== undefined && { prefixKey }),
    };
    this.deliver(route, code).catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
    });
  }

  private async hand(
    message: (lifeMs: number) => CodeMessage,
    freshUntil: number,
    retry: RetryPolicy,
  ): Promise<CodeFate> {
    const leftMs = freshUntil - Date.now();
    if (leftMs <= 0) return { outcome: 'stale' };
    const { sendCode } = proxyActivities<CodeMessages>({
      startToCloseTimeout: Math.min(longestTryMs, leftMs),
      scheduleToCloseTimeout: leftMs,
      retry,
    });
    try {
      return accepted(await sendCode(message(leftMs)));
    } catch (error) {
      if (isCancellation(error)) throw error;
      return { outcome: isPermanent(error, messageRefused) ? 'refused' : 'stale' };
    }
  }
}

function accepted({ acceptedMsAgo }: { readonly acceptedMsAgo: number }): CodeFate {
  return { outcome: 'accepted', at: Date.now() - acceptedMsAgo };
}
