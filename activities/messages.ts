import { ApplicationFailure } from '@temporalio/activity';
import type { Keyring } from '../src/config/keys';
import type { Database } from '../src/database/database';
import { MessageRefused, type Channels } from '../src/messaging/channel';
import type { RenderedMail } from '../src/messaging/mails';
import { sendOnce, type Acceptance, type HandOver } from '../src/messaging/sendRecords';
import { keyedDigest, lineKeyOf } from '../src/security/digests';
import { openText, sealText } from '../src/security/sealing';
import { channelFacts, type MessageChannel } from '../workflows/contracts/channels';
import type { CodeWording, Recipient } from '../workflows/contracts/codes';
import { messageRefused } from '../workflows/contracts/flow';

/** Seals an address of a message: MSISDN or mailbox. */
export function sealedAddress(serviceKeys: Keyring, address: string): string {
  return sealText(serviceKeys, 'recipient', address);
}

/** @throws Error when no key of the ring opens it */
export function openAddress(serviceKeys: Keyring, sealed: string): string {
  return openText(serviceKeys, 'recipient', sealed);
}

export function recipientOf(
  serviceKeys: Keyring,
  channel: MessageChannel,
  address: string,
  wording: CodeWording,
): Recipient {
  return { channel, address: sealedAddress(serviceKeys, address), wording };
}

const digitsOfOneLine = 4;

/** For the brake on messages to numbers that are close to each other; of a mailbox there is none. */
export function prefixOf(
  serviceKeys: Keyring,
  channel: MessageChannel,
  address: string,
): { readonly prefixKey?: string } {
  return channelFacts[channel].reaches === 'number' ? { prefixKey: prefixKeyOf(serviceKeys, address) } : {};
}

/** Keyed digest of all digits of an MSISDN but the last four: it shares them with the numbers around it. */
export function prefixKeyOf(serviceKeys: Keyring, msisdn: string): string {
  return lineKeyOf(serviceKeys, msisdn.slice(0, -digitsOfOneLine));
}

export interface MailSender {
  readonly database: Database;
  readonly channels: Pick<Channels, 'mail'>;
  readonly serviceKeys: Keyring;
  readonly now: () => Date;
}

export type MessageSender = MailSender & { readonly channels: Channels };

/** One message, by the key of its send record: `<flow>/<flowId>/<step>/<number>`. */
interface AddressedMail {
  readonly key: string;
  readonly to: string;
  readonly mail: RenderedMail;
}

interface AddressedText {
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
  const message = { ...mail, to, messageId: messageIdOf(sender, key) };
  return handOverOnce(sender, { channel: 'mail', key, send: () => sender.channels.mail.send(message) });
}

/** Hands a text message over once for its key; throws as {@link handOverMail}. */
export function handOverText(
  sender: MessageSender,
  { key, to, text, lifeMs }: AddressedText,
): Promise<Acceptance> {
  const message = { to, text, lifeMs, messageId: messageIdOf(sender, key) };
  return handOverOnce(sender, { channel: 'sms', key, send: () => sender.channels.sms.send(message) });
}

function messageIdOf({ serviceKeys }: Pick<MailSender, 'serviceKeys'>, key: string): string {
  return keyedDigest(serviceKeys, 'mailbox', key);
}

async function handOverOnce(
  { database, now }: Pick<MailSender, 'database' | 'now'>,
  handOver: HandOver,
): Promise<Acceptance> {
  try {
    return await sendOnce(database.sendRecords, handOver, now);
  } catch (error) {
    if (!(error instanceof MessageRefused)) throw error;
    throw ApplicationFailure.nonRetryable(error.message, messageRefused);
  }
}
