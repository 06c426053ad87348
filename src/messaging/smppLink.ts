import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { isIP } from 'node:net';
import { connect, PDU, type PduFields, type Session } from 'smpp';
import type { Logger } from '../observability/logger';
import { failureCode } from './channel';
import { type SmppAddress, statusName } from './smppProtocol';

interface SmppLinkOptions extends SmppSessionOptions {
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

interface SmppSessionOptions {
  readonly address: SmppAddress;
  /** Certificates (PEM) that a message centre over TLS is trusted by; the system's own unless given. */
  readonly trustedCertificates?: string;
  /** Time for the connection and the bind together. */
  readonly bindLimitMs: number;
  /** Is given every `deliver_sm` and `data_sm`, after it was answered. */
  readonly onDelivery: (pdu: PDU) => void;
}

/** A request went out whole, and no answer came back. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
}

/** The session cannot be used; the message is a code, and names neither system nor password. */
class SessionRefused extends Error {
  override readonly name = 'SessionRefused';
}

/** Version 3.4. */
const interfaceVersion = 0x34;

/** What a message centre asks of us, with the answer. What has none in SMPP (outbind, alert_notification) gets none. */
const answered = ['deliver_sm', 'data_sm', 'enquire_link', 'unbind', 'unknown'];
const deliveries = ['deliver_sm', 'data_sm'];

/** One connection to a message centre, bound as a transceiver. */
class SmppSession {
  /** Aborted when the connection is over. */
  readonly ended: AbortSignal;
  private readonly unanswered = new Set<(failure: Error) => void>();

  private constructor(
    private readonly session: Session,
    onDelivery: SmppSessionOptions['onDelivery'],
  ) {
    const ending = new AbortController();
    this.ended = ending.signal;
    session.on('close', () => {
      ending.abort();
      for (const fail of this.unanswered) fail(new AnswerLost('link lost'));
    });
    session.on('error', () => {
      this.destroy();
    });
    session.on('pdu', (pdu) => {
      this.answer(pdu, onDelivery);
    });
  }

  /**
   * @throws Error with the system's code or the name of the status that the bind was answered with.
   */
  static async open({
    address,
    trustedCertificates,
    bindLimitMs,
    onDelivery,
  }: SmppSessionOptions): Promise<SmppSession> {
    const { host, port, tls } = address;
    const limit = AbortSignal.timeout(bindLimitMs);
    const socket = connect({
      host,
      port,
      tls,
      ...(isIP(host) === 0 && { servername: host }),
      ...(trustedCertificates !== undefined && { ca: trustedCertificates }),
    });
    const session = new SmppSession(socket, onDelivery);
    try {
      await once(socket, tls ? 'secureConnect' : 'connect', { signal: limit });
      await session.bind(address, limit);
      return session;
    } catch (failure) {
      session.destroy();
      throw failure;
    }
  }

  /**
   * @returns the answer, whatever its status.
   * @throws AnswerLost where none comes before the end of the session or of `limit`, SessionRefused where nothing went out.
   */
  async request(
    command: 'bind_transceiver' | 'submit_sm' | 'enquire_link' | 'unbind',
    fields: PduFields,
    limit: AbortSignal,
  ): Promise<PDU> {
    if (limit.aborted) throw new SessionRefused('no time left');
    let settle: () => void = () => undefined;
    try {
      return await new Promise<PDU>((resolve, reject) => {
        const timeOut = () => {
          reject(new AnswerLost('no answer'));
        };
        settle = () => {
          this.unanswered.delete(reject);
          limit.removeEventListener('abort', timeOut);
        };
        this.unanswered.add(reject);
        limit.addEventListener('abort', timeOut, { once: true });
        if (!this.session.send(new PDU(command, fields), resolve)) reject(new SessionRefused('link lost'));
      });
    } finally {
      settle();
    }
  }

  /** Whether an `enquire_link` is answered within the limit. */
  answers(limitMs: number): Promise<boolean> {
    return this.request('enquire_link', {}, AbortSignal.timeout(limitMs)).then(
      () => true,
      () => false,
    );
  }

  destroy(): void {
    this.session.destroy();
  }

  private async bind({ systemId, password }: SmppAddress, limit: AbortSignal): Promise<void> {
    const fields = { system_id: systemId, password, interface_version: interfaceVersion };
    const { command_status: status } = await this.request('bind_transceiver', fields, limit);
    if (status !== 0) throw new SessionRefused(statusName(status));
  }

  private answer(pdu: PDU, onDelivery: SmppSessionOptions['onDelivery']): void {
    if (!answered.includes(pdu.command)) return;
    this.session.send(pdu.response());
    if (deliveries.includes(pdu.command)) onDelivery(pdu);
    if (pdu.command === 'unbind') this.session.close();
  }
}
