import type { MessageChannel } from '../../workflows/contracts/channels';
import type { ReceiptState } from '../database/sendRecords';
import { normaliseLineNumber } from '../identifiers/msisdn';

/** Longest that a hand-over takes. The lease of a send record and the time limit of a caller are longer. */
export const defaultSendDeadlineMs = 30_000;

/** A message as a channel takes it. The channel decides nothing about its words. */
export interface MailMessage {
  /** One mailbox, without a display name. */
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** BCP 47 tag of the language that the message is written in. */
  readonly language: string;
  /**
   * Left part of the `Message-ID`: the same for every hand-over of one message, so that a mailbox can drop a
   * second copy. A keyed digest; letters, digits, `-` and `_`.
   */
  readonly messageId: string;
}

/** A text message. The channel chooses the alphabet and cuts it into segments. */
export interface SmsMessage {
  /** MSISDN, E.164. */
  readonly to: string;
  readonly text: string;
  /** The same for every hand-over of one message: a keyed digest; letters, digits, `-` and `_`. */
  readonly messageId: string;
  /** After so long, in milliseconds, the provider need not deliver it any more. */
  readonly lifeMs: number;
}

/** What a provider tells of one segment, after it has accepted it. It names no number. */
export interface DeliveryReceipt {
  /** As the provider gave it when it accepted the segment. */
  readonly providerId: string;
  readonly state: ReceiptState;
  /** The network's code of the failure, where the provider passes it on. */
  readonly errorCode?: string;
}

/** What takes text messages to phones. */
export interface SmsChannel {
  /**
   * Hands one message to the provider; resolves when the provider has accepted all of it.
   *
   * @returns the provider's id of each segment, which its delivery receipts name; none where it gives no receipts.
   * @throws MessageDelayed where a retry makes sense, MessageRefused where it does not.
   */
  send(message: SmsMessage): Promise<readonly string[]>;
  /** Whether the provider answers now. */
  probe(): Promise<boolean>;
  close(): Promise<void>;
}

/** What takes mails to people. */
export interface MailChannel {
  /**
   * Hands one message to the provider; resolves when the provider has accepted it.
   *
   * @throws MessageDelayed where a retry makes sense, MessageRefused where it does not.
   */
  send(message: MailMessage): Promise<void>;
  /** Whether the provider answers now. */
  probe(): Promise<boolean>;
  close(): void;
}

interface ChannelTypes {
  readonly sms: SmsChannel;
  readonly mail: MailChannel;
}

/** Every channel, open. */
export type Channels = { readonly [Channel in MessageChannel]: ChannelTypes[Channel] };

/**
 * The provider did not take the message now; the same message may go through later. The text names neither
 * address nor content, so that it may be logged and kept.
 */
export class MessageDelayed extends Error {
  override readonly name = 'MessageDelayed';

  /**
   * @param reason code of the failure or of the provider's reply.
   * @param answerLost true where the whole message went out and no answer came back: it may have been accepted.
   */
  constructor(
    readonly reason: string,
    readonly answerLost: boolean,
  ) {
    super(`The message was not accepted yet (${reason}).`);
  }
}

/** The provider refused the message for good. The text names neither address nor content. */
export class MessageRefused extends Error {
  override readonly name = 'MessageRefused';

  /** @param reason code of the provider's reply, or of the check that the message did not pass. */
  constructor(readonly reason: string) {
    super(`The message was refused for good (${reason}).`);
  }
}

const messageIdText = /^[A-Za-z0-9_-]{16,128}$/;

/** @throws Error where the id is not what the channels promise of it: it stands in headers as it is. */
export function checkMessageId(messageId: string): void {
  if (!messageIdText.test(messageId)) throw new Error('A message id is a digest in base64url.');
}

/** Lets through what goes to a mobile number with one of the prefixes; anything else is refused before it reaches the channel. */
export function forServedNumbers(channel: SmsChannel, prefixes: readonly string[]): SmsChannel {
  return {
    async send(message) {
      const { to } = message;
      if (normaliseLineNumber(to) !== to) throw new MessageRefused('not a mobile number');
      if (!prefixes.some((prefix) => to.startsWith(prefix))) throw new MessageRefused('prefix not served');
      checkMessageId(message.messageId);
      return channel.send(message);
    },
    probe: () => channel.probe(),
    close: () => channel.close(),
  };
}

/**
 * How long a failure speaks for the channel. Longer than the first pauses between two tries of one message (10, 20 and 40
 * seconds), so that a single message that waits keeps its channel ailing; short enough that a provider which has recovered
 * unseen looks well again within a minute.
 */
const ailmentMs = 60_000;

/** What the channels have in common. */
interface AnyChannel<Message, Answer, Closed> {
  send(message: Message): Promise<Answer>;
  probe(): Promise<boolean>;
  close(): Closed;
}

/**
 * A channel whose probe tells of messages, not only of the provider's answers: a provider may be up and take none
 * (throttling, an error of its own, greylisting). From a MessageDelayed on the probe answers false, unasked, until a message is
 * accepted or {@link ailmentMs} are over; a MessageRefused speaks of its recipient alone.
 */
export function withHealth<Message, Answer, Closed>(
  channel: AnyChannel<Message, Answer, Closed>,
  now: () => Date,
): AnyChannel<Message, Answer, Closed> {
  let ailingUntilMs = 0;

  return {
    async send(message) {
      try {
        const answer = await channel.send(message);
        ailingUntilMs = 0;
        return answer;
      } catch (failure) {
        if (failure instanceof MessageDelayed) ailingUntilMs = now().getTime() + ailmentMs;
        throw failure;
      }
    },
    probe: async () => now().getTime() >= ailingUntilMs && channel.probe(),
    close: () => channel.close(),
  };
}

/** Code that the system or a library gave a failure (`ECONNREFUSED`); its text may quote an address and is left alone. */
export function failureCode(failure: unknown): string | undefined {
  const code =
    typeof failure === 'object' && failure !== null && 'code' in failure ? failure.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
