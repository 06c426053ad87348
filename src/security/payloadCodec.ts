import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import type { DerivedKey, Keyring } from '../config/keys';
import { seal, unseal } from './sealing';

const encoding = 'binary/encrypted';
const keyIdField = 'encryption-key-id';
const text = new TextEncoder();
const PayloadMessage = temporal.api.common.v1.Payload;

/**
 * Encrypts every payload that leaves the process: AES-256-GCM, a fresh 96-bit nonce each, the key's id beside it.
 * Payloads under an earlier key of the ring still open, so that keys rotate without losing a history.
 */
export class EncryptingPayloadCodec implements PayloadCodec {
  constructor(private readonly keys: Keyring) {}

  encode(payloads: Payload[]): Promise<Payload[]> {
    const key = this.keys.current('payload codec');
    return Promise.resolve(payloads.map((payload) => sealed(payload, key)));
  }

  /** @throws Error when a payload was closed with a key that the ring does not hold, or was tampered with */
  decode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.resolve(payloads.map((payload) => this.open(payload)));
  }

  private open(payload: Payload): Payload {
    if (textOf(payload.metadata?.['encoding']) !== encoding || !payload.data) return payload;
    const keyId = textOf(payload.metadata?.[keyIdField]);
    const key = this.keys.all('payload codec').find(({ id }) => id === keyId);
    if (!key) throw new Error('A payload was encrypted with a key that is not in SERVICE_KEYS.');
    return PayloadMessage.decode(unseal(payload.data, key));
  }
}

function sealed(payload: Payload, key: DerivedKey): Payload {
  return {
    metadata: { encoding: text.encode(encoding), [keyIdField]: text.encode(key.id) },
    data: seal(PayloadMessage.encode(payload).finish(), key),
  };
}

function textOf(bytes: Uint8Array | null | undefined): string | undefined {
  return bytes ? Buffer.from(bytes).toString('utf8') : undefined;
}
