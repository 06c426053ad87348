import { createHmac, timingSafeEqual } from 'node:crypto';
import type { DerivedKey, Keyring, KeyPurpose } from '../config/keys';

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
