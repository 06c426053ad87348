import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { DerivedKey, KeyPurpose, Keyring } from '../config/keys';

const nonceBytes = 12;
const tagBytes = 16;
const sealedEncoding = 'binary/encrypted';
const keyIdField = 'encryption-key-id';
const encoder = new TextEncoder();
const PayloadMessage = temporal.api.common.v1.Payload;

/** AES-256-GCM with a fresh 96-bit nonce: nonce, tag, ciphertext. */
function seal(plain: Uint8Array, key: DerivedKey): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key.secret, nonce);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** @throws Error when it was sealed with another key or tampered with */
function unseal(sealed: Uint8Array, key: DerivedKey): Buffer {
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

/**
 * Encrypts every payload that leaves the process: AES-256-GCM, a fresh 96-bit nonce each, the key's id beside it.
 * Payloads under an earlier key of the ring still open, so that keys rotate without losing a history.
 */
export class EncryptingPayloadCodec implements PayloadCodec {
  constructor(private readonly keys: Keyring) {}

  encode(payloads: Payload[]): Promise<Payload[]> {
    const key = this.keys.current('payload codec');
    return Promise.resolve(payloads.map((payload) => sealedPayload(payload, key)));
  }

  /** @throws Error when a payload was closed with a key that the ring does not hold, or was tampered with */
  decode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.resolve(payloads.map((payload) => this.open(payload)));
  }

  private open(payload: Payload): Payload {
    if (textOf(payload.metadata?.['encoding']) !== sealedEncoding || !payload.data) return payload;
    const keyId = textOf(payload.metadata?.[keyIdField]);
    const key = this.keys.all('payload codec').find(({ id }) => id === keyId);
    if (!key) throw new Error('A payload was encrypted with a key that is not in SERVICE_KEYS.');
    return PayloadMessage.decode(unseal(payload.data, key));
  }
}

function sealedPayload(payload: Payload, key: DerivedKey): Payload {
  return {
    metadata: { encoding: encoder.encode(sealedEncoding), [keyIdField]: encoder.encode(key.id) },
    data: seal(PayloadMessage.encode(payload).finish(), key),
  };
}

function textOf(bytes: Uint8Array | null | undefined): string | undefined {
  return bytes ? Buffer.from(bytes).toString('utf8') : undefined;
}
