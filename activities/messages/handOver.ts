import { ApplicationFailure } from '@temporalio/activity';
import type { Keyring } from '../../src/config/keys';
import type { Database } from '../../src/database/database';
import { MessageRefused, type MailChannel, type SmsChannel } from '../../src/messaging/channel';
import type { RenderedMail } from '../../src/messaging/mails';
import { sendOnce, type Acceptance } from '../../src/messaging/sendOnce';
import { keyedDigest } from '../../src/security/digests';
import { messageRefused } from '../../workflows/contracts/flow';

export interface MailSender {
  readonly database: Database;
  readonly mailChannel: MailChannel;
  readonly serviceKeys: Keyring;
  readonly now: () => Date;
}

export type MessageSender = MailSender & { readonly smsChannel: SmsChannel };

/** One message, by the key of its send record: `<flow>/<flowId>/<step>/<number>`. */
export interface AddressedMail {
  readonly key: string;
  readonly to: string;
  readonly mail: RenderedMail;
}

export interface AddressedText {
  readonly key: string;
  /** MSISDN, E.164. */
  readonly to: string;
  readonly text: string;
  readonly lifeMs: number;
}

/**
 * Hands a mail over once for its key.
 *
 * @throws ApplicationFailure of the type {@link messageRefused}, not retryable, when the mailbox refuses for good;
 *   MessageDelayed where a retry makes sense
 */
export function handOverMail(sender: MailSender, { key, to, mail }: AddressedMail): Promise<Acceptance> {
  const { database, mailChannel, now } = sender;
  const message = { ...mail, to, messageId: messageIdOf(sender, key) };
  const send = () => mailChannel.send(message);
  return refusedForGood(sendOnce(database.sendRecords, { channel: 'mail', key, send }, now));
}

/** Hands a text message over once for its key; throws as {@link handOverMail}. */
export function handOverText(
  sender: MessageSender,
  { key, to, text, lifeMs }: AddressedText,
): Promise<Acceptance> {
  const { database, smsChannel, now } = sender;
  const message = { to, text, lifeMs, messageId: messageIdOf(sender, key) };
  const send = () => smsChannel.send(message);
  return refusedForGood(sendOnce(database.sendRecords, { channel: 'sms', key, send }, now));
}

function messageIdOf({ serviceKeys }: Pick<MailSender, 'serviceKeys'>, key: string): string {
  return keyedDigest(serviceKeys, 'mailbox', key);
}

async function refusedForGood(acceptance: Promise<Acceptance>): Promise<Acceptance> {
  try {
    return await acceptance;
  } catch (error) {
    if (!(error instanceof MessageRefused)) throw error;
    throw ApplicationFailure.nonRetryable(error.message, messageRefused);
  }
}
