import { createHmac, timingSafeEqual } from 'node:crypto';
import type { DerivedKey, KeyPurpose, Keyring } from '../config/keys';

/**
 * HMAC-SHA256 over `parts`, each preceded by its length so that no two lists of parts meet.
 *
 * @returns 43 characters of base64url.
 */
export function hmac(key: DerivedKey, ...parts: readonly string[]): string {
  const mac = createHmac('sha256', key.secret);
  for (const part of parts) mac.update(`${Buffer.byteLength(part)}:${part}`);
  return mac.digest('base64url');
}

/** Keyed digest under the current key: what is stored, and what stands for a value in histories and logs. */
export function keyedDigest(keys: Keyring, purpose: KeyPurpose, ...parts: readonly string[]): string {
  return hmac(keys.current(purpose), ...parts);
}

/** Digests under every key of the ring, the current one first: what is looked up while keys rotate. */
export function keyedDigests(keys: Keyring, purpose: KeyPurpose, ...parts: readonly string[]): string[] {
  return keys.all(purpose).map((key) => hmac(key, ...parts));
}

/** Compares two texts without telling by time where they differ. */
export function equalInConstantTime(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Keyed digest of an MSISDN (E.164): what budgets count on, and what stands for a line in histories. */
export function lineKeyOf(keys: Keyring, msisdn: string): string {
  return keyedDigest(keys, 'line', msisdn);
}

/** Keyed digest of a mailbox; case does not count. */
export function mailboxKeyOf(keys: Keyring, mailbox: string): string {
  return keyedDigest(keys, 'mailbox', mailbox.toLowerCase());
}

/**
 * Keyed digest of what is typed where a username is asked for. A line has the key that it has everywhere, so that wrong
 * codes for it are counted together, whichever flow they come in.
 */
export function accountNameKeyOf(keys: Keyring, name: string): string {
  return name.startsWith('+') ? lineKeyOf(keys, name) : keyedDigest(keys, 'account name', name);
}

/** The same under every key of the ring: what is looked up while keys rotate. */
export function accountNameKeysOf(keys: Keyring, name: string): string[] {
  return name.startsWith('+') ? keyedDigests(keys, 'line', name) : keyedDigests(keys, 'account name', name);
}
