import { once } from 'node:events';
import { isIP } from 'node:net';
import { connect, PDU, type PduFields, type Session } from 'smpp';
import { type SmppAddress, statusName } from './smppProtocol';

export interface SmppSessionOptions {
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
export class SessionRefused extends Error {
  override readonly name = 'SessionRefused';
}

/** Version 3.4. */
const interfaceVersion = 0x34;

/** What a message centre asks of us, with the answer. What has none in SMPP (outbind, alert_notification) gets none. */
const answered = ['deliver_sm', 'data_sm', 'enquire_link', 'unbind', 'unknown'];
const deliveries = ['deliver_sm', 'data_sm'];

/** One connection to a message centre, bound as a transceiver. */
export class SmppSession {
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
