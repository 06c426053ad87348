import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  log,
  proxyActivities,
  proxyLocalActivities,
  type ActivityInterfaceFor,
  type RetryPolicy,
  type UntypedActivities,
} from '@temporalio/workflow';
import type { CodeFlow, CodeMessage, CodeMessages, CodeRoute, Recipient } from '../contracts/codes';
import { messageRefused } from '../contracts/flow';
import type { Notice, NoticeMessages } from '../contracts/notices';

/** How long an effect may take beside the workflow task before it goes on as an activity of its own; milliseconds. */
export const atOnceMs = 1_000;

/** A little longer than the channels take to give up by themselves. */
const messageTimeout = '45s';

/** Two ways to run the same activities: at once, and in a way that waits an outage out. */
export interface ActivityModes<Activities> {
  readonly atOnce: ActivityInterfaceFor<Activities>;
  readonly later: ActivityInterfaceFor<Activities>;
}

/** Effects on the database: at once as local activities, else as activities that retry up to every minute. */
export function effectsOf<Activities = UntypedActivities>(): ActivityModes<Activities> {
  return {
    atOnce: proxyLocalActivities<Activities>({
      startToCloseTimeout: atOnceMs,
      retry: { maximumAttempts: 1 },
    }),
    later: proxyActivities<Activities>({
      startToCloseTimeout: '10s',
      retry: { initialInterval: '1s', maximumInterval: '1m' },
    }),
  };
}

/** Messages: one try at once, else retries that grow to every ten minutes, so that a backlog drains without a storm. */
export function messagesOf<Activities = UntypedActivities>(): ActivityModes<Activities> {
  return {
    atOnce: proxyActivities<Activities>({
      startToCloseTimeout: messageTimeout,
      retry: { maximumAttempts: 1 },
    }),
    later: proxyActivities<Activities>({
      startToCloseTimeout: messageTimeout,
      retry: { initialInterval: '10s', maximumInterval: '10m' },
    }),
  };
}

/**
 * Tries once at once; when that fails, says so and goes on in the way that waits. A retry of that way leaves no event
 * in the history, so that an hour of outage costs no more than a minute.
 *
 * @throws what the activity refuses for good, and cancellation
 */
export async function atOnceOrLater<Activities, Result>(
  modes: ActivityModes<Activities>,
  call: (activities: ActivityInterfaceFor<Activities>) => Promise<Result>,
  whenLater: () => void = () => undefined,
): Promise<Result> {
  try {
    return await call(modes.atOnce);
  } catch (error) {
    if (isCancellation(error) || isPermanent(error)) throw error;
    log.warn('an activity did not succeed at once and goes on later');
    whenLater();
    return call(modes.later);
  }
}

/** Whether an activity failed for good, of the type given or of any. */
export function isPermanent(error: unknown, type?: string): boolean {
  if (!(error instanceof ActivityFailure) || !(error.cause instanceof ApplicationFailure)) return false;
  return error.cause.nonRetryable === true && (type === undefined || error.cause.type === type);
}

/** After a day the news is old, and a send record that would keep a second copy back is still there. */
const { sendNotices: send } = proxyActivities<NoticeMessages>({
  startToCloseTimeout: '45s',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '10s', maximumInterval: '10m' },
});

/** Tells people what happened, for a day at most. A person who cannot be reached does not hold up the others. */
export async function sendNotices(
  about: Pick<CodeFlow, 'flow' | 'flowId' | 'runId' | 'locale' | 'supportReference'>,
  notices: readonly Notice[],
): Promise<void> {
  if (notices.length === 0) return;
  const { flow, flowId, runId, locale, supportReference } = about;
  try {
    await send({ flow, flowId, runId, locale, supportReference, notices });
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('a notice was not taken for a day and is let go');
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
