import type { PDU, PduFields } from 'smpp';
import type { Logger } from '../observability/logger';
import {
  defaultSendDeadlineMs,
  MessageDelayed,
  type DeliveryReceipt,
  type SmsChannel,
  type SmsMessage,
} from './channel';
import {
  internationalNumber,
  readSmppUrl,
  senderAddress,
  asksToSlowDown,
  messageErrorFromStatus,
  encodedSegments,
  receiptFrom,
} from './smppProtocol';
import { SmppLink, AnswerLost } from './smppLink';

export interface SmppChannelOptions {
  /** `SMPP_URL`; see {@link readSmppUrl}. */
  readonly smppUrl: string;
  /** `SMS_SENDER`: a name of at most 11 characters, or a number in E.164. */
  readonly sender: string;
  /** Most submissions that are not answered yet; further ones queue. */
  readonly window: number;
  readonly enquireIntervalMs: number;
  /** Certificates (PEM) that a message centre over TLS is trusted by; the system's own unless given. */
  readonly trustedCertificates?: string;
  readonly logger: Logger;
  /** Is told every receipt, after it was answered. */
  readonly onReceipt: (receipt: DeliveryReceipt) => void;
  readonly timing?: Partial<SmppTiming>;
}

const defaultTiming = {
  /** From the hand-over to the answer for the last segment, queueing included. */
  sendDeadlineMs: defaultSendDeadlineMs,
  /** Time that a hand-over waits for a link that is just being made. */
  linkPatienceMs: 3_000,
  bindLimitMs: 5_000,
  enquireLimitMs: 5_000,
  probeLimitMs: 2_000,
  closeLimitMs: 2_000,
  /** Nothing is submitted for so long after the provider has asked for less. */
  throttlePauseMs: 1_000,
  shortestPauseMs: 500,
  longestPauseMs: 30_000,
};

type SmppTiming = typeof defaultTiming;

/**
 * Text messages over SMPP 3.4, on one link that is kept bound as a transceiver. The segments of a message are
 * submitted one after the other; an answer counts as lost only if it is the last one's, since the message is whole only then.
 *
 * @throws Error where `smppUrl` is not usable.
 */
export function createSmppChannel(options: SmppChannelOptions): SmsChannel {
  const timing = { ...defaultTiming, ...options.timing };
  const { logger, onReceipt } = options;
  const link = new SmppLink({
    ...options,
    ...timing,
    address: readSmppUrl(options.smppUrl),
    onDelivery(pdu) {
      const receipt = receiptFrom(pdu);
      if (receipt) onReceipt(receipt);
      else logger.info('a message that is no receipt was answered and ignored');
    },
  });
  const submitter = new Submitter(link, new SubmitWindow(options.window), timing);

  return {
    async send(message) {
      const deadline = AbortSignal.timeout(timing.sendDeadlineMs);
      const segments = encodedSegments(message.text, message.messageId);
      const common = commonFields(message, options.sender);
      const ids: string[] = [];
      for (const [index, segment] of segments.entries()) {
        const id = await submitter.submit({ ...common, ...segment }, deadline, index === segments.length - 1);
        if (id) ids.push(id);
      }
      return ids;
    },
    async probe() {
      const limitMs = timing.probeLimitMs;
      const session = await link.whenBound(limitMs / 2);
      return (await session?.answers(limitMs / 2)) ?? false;
    },
    close: () => link.close(timing.closeLimitMs),
  };
}

/** What every segment of a message says of it. A receipt is asked for, of success or failure. */
function commonFields({ to, lifeMs }: SmsMessage, sender: string) {
  const source = senderAddress(sender);
  const destination = internationalNumber(to);
  return {
    source_addr_ton: source.ton,
    source_addr_npi: source.npi,
    source_addr: source.address,
    dest_addr_ton: destination.ton,
    dest_addr_npi: destination.npi,
    destination_addr: destination.address,
    validity_period: relativeTime(lifeMs),
    registered_delivery: 1,
  };
}

/** `YYMMDDhhmmsst00R`, from the moment that the message centre takes the message (SMPP 3.4, 7.1.1.2); 99 days at most. */
function relativeTime(lifeMs: number): string {
  const seconds = Math.min(Math.max(1, Math.floor(lifeMs / 1_000)), 99 * 86_400);
  const parts = [seconds / 86_400, (seconds / 3_600) % 24, (seconds / 60) % 60, seconds % 60];
  return `0000${parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join('')}000R`;
}

class Submitter {
  constructor(
    private readonly link: SmppLink,
    private readonly window: SubmitWindow,
    private readonly timing: SmppTiming,
  ) {}

  /**
   * @returns the provider's id of the segment; empty where it gives none.
   * @throws MessageDelayed, MessageRefused
   */
  async submit(fields: PduFields, deadline: AbortSignal, completesMessage: boolean): Promise<string> {
    if (!(await this.link.whenBound(this.timing.linkPatienceMs))) throw new MessageDelayed('no link', false);
    await this.window.enter(deadline).catch(() => {
      throw new MessageDelayed('no room in the window', false);
    });
    try {
      return this.idIn(await this.answerTo(fields, deadline, completesMessage), completesMessage);
    } finally {
      this.window.leave();
    }
  }

  private async answerTo(fields: PduFields, deadline: AbortSignal, completesMessage: boolean): Promise<PDU> {
    const session = this.link.bound;
    if (!session) throw new MessageDelayed('link lost', false);
    return session.request('submit_sm', fields, deadline).catch((failure: unknown) => {
      const lost = failure instanceof AnswerLost;
      throw new MessageDelayed(lost ? failure.message : 'link lost', lost && completesMessage);
    });
  }

  private idIn(answer: PDU, completesMessage: boolean): string {
    const { command_status: status } = answer;
    if (asksToSlowDown(status)) this.window.close(this.timing.throttlePauseMs);
    if (status !== 0) throw messageErrorFromStatus(status, completesMessage);
    const id = answer['message_id'];
    return typeof id === 'string' ? id : '';
  }
}

/** Room for so many submissions at once, first come, first served. It may be closed for a moment. */
class SubmitWindow {
  private underWay = 0;
  private closedUntil = 0;
  private readonly queue = new Set<() => void>();

  constructor(private readonly size: number) {}

  /**
   * Waits for room and takes it; {@link leave} gives it back.
   *
   * @throws what `signal` was aborted with, if that comes first; then no room is taken.
   */
  async enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const giveUp = () => {
        this.queue.delete(takeRoom);
        reject(signal.reason as Error);
      };
      const takeRoom = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.queue.add(takeRoom);
      this.admit();
    });
  }

  leave(): void {
    this.underWay -= 1;
    this.admit();
  }

  /** Lets nobody in for so long. */
  close(pauseMs: number): void {
    this.closedUntil = Math.max(this.closedUntil, performance.now() + pauseMs);
    setTimeout(() => {
      this.admit();
    }, pauseMs + 1).unref();
  }

  private admit(): void {
    for (const takeRoom of this.queue) {
      if (this.underWay >= this.size || performance.now() < this.closedUntil) return;
      this.queue.delete(takeRoom);
      this.underWay += 1;
      takeRoom();
    }
  }
}
