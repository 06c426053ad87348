import { isCancellation, log, proxyActivities, type RetryPolicy } from '@temporalio/workflow';
import { messageRefused } from '../contracts/flow';
import type { CodeFlow, CodeMessage, CodeMessages, CodeRoute, Recipient } from '../contracts/codes';
import { isPermanent } from './localThenRegular';

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
  deliverUnseen(recipient: Recipient, code: FreshCode): void {
    this.deliver({ apparentChannel: recipient.channel, recipient }, code).catch((error: unknown) => {
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
