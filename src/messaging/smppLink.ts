import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../observability/logger';
import { failureCode } from './channel';
import { AnswerLost, SessionRefused, SmppSession, type SmppSessionOptions } from './smppSession';

export interface SmppLinkOptions extends SmppSessionOptions {
  /** How often an idle session is asked whether it lives. */
  readonly enquireIntervalMs: number;
  /** An enquiry that is not answered by then ends the session. */
  readonly enquireLimitMs: number;
  /** Pauses before the next try double from the shortest to the longest. */
  readonly shortestPauseMs: number;
  readonly longestPauseMs: number;
  readonly logger: Logger;
}

/** Keeps one session bound: asks it whether it lives, and opens another one, later and later, when it is lost. */
export class SmppLink {
  private session: SmppSession | undefined;
  private readonly changes = new EventEmitter().setMaxListeners(0);
  private readonly closing = new AbortController();
  private readonly running: Promise<void>;

  constructor(private readonly options: SmppLinkOptions) {
    this.running = this.keepBound();
  }

  /** The session that is bound now. */
  get bound(): SmppSession | undefined {
    return this.session?.ended.aborted ? undefined : this.session;
  }

  /** The session that is bound, or is within the limit. */
  async whenBound(limitMs: number): Promise<SmppSession | undefined> {
    if (!this.bound && !this.closed()) {
      await once(this.changes, 'change', { signal: AbortSignal.timeout(limitMs) }).catch(() => undefined);
    }
    return this.bound;
  }

  /** Says goodbye and ends the session; waits for the other side, and for a link that is being made, as long as the limit. */
  async close(limitMs: number): Promise<void> {
    const session = this.session;
    this.session = undefined;
    this.closing.abort();
    this.changes.emit('change');
    await session?.request('unbind', {}, AbortSignal.timeout(limitMs)).catch(() => undefined);
    session?.destroy();
    await Promise.race([this.running, delay(limitMs, undefined, { ref: false })]);
  }

  private closed(): boolean {
    return this.closing.signal.aborted;
  }

  private async keepBound(): Promise<void> {
    const { longestPauseMs, logger } = this.options;
    const { signal } = this.closing;
    for (let failures = 0; !this.closed(); failures += 1) {
      const started = performance.now();
      const reason = await this.holdSession();
      if (this.closed()) return;
      if (performance.now() - started > longestPauseMs) failures = 0;
      const pauseMs = this.pauseAfter(failures);
      logger.warn({ reason, pauseMs: Math.round(pauseMs) }, 'no link to the message centre');
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Opens a session and returns why it ended, or why there was none. */
  private async holdSession(): Promise<string> {
    const { logger } = this.options;
    try {
      const session = await SmppSession.open(this.options);
      if (this.closed()) {
        session.destroy();
        return 'closed';
      }
      this.session = session;
      this.changes.emit('change');
      logger.info('bound to the message centre');
      return await this.watch(session);
    } catch (failure) {
      return reasonOf(failure);
    } finally {
      this.session = undefined;
    }
  }

  private async watch(session: SmppSession): Promise<string> {
    const { enquireIntervalMs, enquireLimitMs } = this.options;
    for (;;) {
      const stillThere = await delay(enquireIntervalMs, true, { signal: session.ended }).catch(() => false);
      if (!stillThere) return 'link lost';
      if (await session.answers(enquireLimitMs)) continue;
      session.destroy();
      return 'enquire_link unanswered';
    }
  }

  /** Between half of the doubled pause and all of it, so that many workers do not come back at one moment. */
  private pauseAfter(failures: number): number {
    const { shortestPauseMs, longestPauseMs } = this.options;
    const pauseMs = Math.min(longestPauseMs, shortestPauseMs * 2 ** failures);
    return pauseMs * (0.5 + Math.random() / 2);
  }
}

/** A code of the system, the name of a status or a phrase of ours; an error's own text may quote an address. */
function reasonOf(failure: unknown): string {
  if (failure instanceof SessionRefused || failure instanceof AnswerLost) return failure.message;
  const code = failureCode(failure);
  return code === 'ABORT_ERR' ? 'no connection in time' : (code ?? 'unknown');
}
