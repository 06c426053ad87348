import { isCancellation, log, proxyActivities } from '@temporalio/workflow';
import { messageRefused } from '../contracts/flow';
import type { CodeFlow, CodeMessage, CodeMessages, CodeRoute, Recipient } from '../contracts/codes';
import { isPermanent, messagesOf } from './patience';

/** What became of one message: when its provider took it, milliseconds since 1970. */
export type CodeFate =
  | { readonly outcome: 'accepted'; readonly at: number }
  | { readonly outcome: 'refused' }
  /** The provider did not take it while the code was fresh. */
  | { readonly outcome: 'stale' };

/**
 * Hands codes over. A message that cannot go out at once is tried again for as long as its code may be called fresh: after
 * that the next code goes out in its place, so that no stale code is ever sent.
 */
export class CodeDelivery {
  private readonly atOnce = messagesOf<CodeMessages>().atOnce;
  private readonly whileFresh;

  constructor(
    private readonly about: CodeFlow,
    private readonly lifeMs: number,
  ) {
    this.whileFresh = proxyActivities<CodeMessages>({
      startToCloseTimeout: '45s',
      scheduleToCloseTimeout: lifeMs,
      retry: { initialInterval: '10s', maximumInterval: '2m' },
    });
  }

  async deliver(
    route: Pick<CodeRoute, 'face' | 'recipient' | 'prefixKey'>,
    { issue, number }: { readonly issue: number; readonly number: number },
  ): Promise<CodeFate> {
    const { face, recipient, prefixKey } = route;
    const message: CodeMessage = {
      flow: this.about,
      face,
      issue,
      number,
      lifeMs: this.lifeMs,
      ...(recipient && { recipient }),
      ...(prefixKey !== undefined && { prefixKey }),
    };
    try {
      return accepted(await this.atOnce.sendCode(message));
    } catch (error) {
      if (isCancellation(error)) throw error;
      if (isPermanent(error, messageRefused)) return { outcome: 'refused' };
    }
    log.warn('a code did not go out at once and is tried again');
    return this.keepTrying(message);
  }

  /** How it fares, nobody is told. */
  deliverUnseen(recipient: Recipient, code: { readonly issue: number; readonly number: number }): void {
    this.deliver({ face: recipient.channel, recipient }, code).catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
    });
  }

  private async keepTrying(message: CodeMessage): Promise<CodeFate> {
    try {
      return accepted(await this.whileFresh.sendCode(message));
    } catch (error) {
      if (isCancellation(error)) throw error;
      if (isPermanent(error, messageRefused)) return { outcome: 'refused' };
      log.warn('a message was not taken while its code was fresh');
      return { outcome: 'stale' };
    }
  }
}

function accepted({ acceptedMsAgo }: { readonly acceptedMsAgo: number }): CodeFate {
  return { outcome: 'accepted', at: Date.now() - acceptedMsAgo };
}
