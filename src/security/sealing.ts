import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { DerivedKey, Keyring, KeyPurpose } from '../config/keys';

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM with a fresh 96-bit nonce: nonce, tag, ciphertext. */
export function seal(plain: Uint8Array, key: DerivedKey): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key.secret, nonce);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** @throws Error when it was sealed with another key or tampered with */
export function unseal(sealed: Uint8Array, key: DerivedKey): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key.secret, sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
}

/**
 * Seals a text under the purpose's own key, so that it stays unreadable where operators see payloads decoded.
 *
 * @returns `<key id>.<base64url>`
 */
export function sealText(keys: Keyring, purpose: KeyPurpose, text: string): string {
  const key = keys.current(purpose);
  return `${key.id}.${seal(Buffer.from(text), key).toString('base64url')}`;
}

/** @throws Error when no key of the ring opens it */
export function openText(keys: Keyring, purpose: KeyPurpose, sealed: string): string {
  const split = sealed.lastIndexOf('.');
  const key = keys.all(purpose).find(({ id }) => id === sealed.slice(0, split));
  if (!key) throw new Error(`A text for "${purpose}" was sealed with a key that is not in the ring.`);
  return unseal(Buffer.from(sealed.slice(split + 1), 'base64url'), key).toString('utf8');
}
