import type { Keyring } from '../../src/config/keys';
import { openText, sealText } from '../../src/security/sealing';
import { lineKeyOf } from '../../src/security/subjectKeys';
import type { CodeWording, MessageChannel, Recipient } from '../../workflows/contracts/codes';

const digitsOfOneLine = 4;

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

/** Keyed digest of what an MSISDN shares with the numbers around it: all but its last four digits. */
export function prefixKeyOf(serviceKeys: Keyring, msisdn: string): string {
  return lineKeyOf(serviceKeys, msisdn.slice(0, -digitsOfOneLine));
}
