import type { ReceiptState } from '../database/sendRecords';

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

/** Code that the system or a library gave a failure (`ECONNREFUSED`); its text may quote an address and is left alone. */
export function failureCode(failure: unknown): string | undefined {
  const code =
    typeof failure === 'object' && failure !== null && 'code' in failure ? failure.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
