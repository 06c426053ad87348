import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { compactDecrypt, CompactEncrypt, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import type { TypedPuk } from '../../workflows/contracts/flow';
import type { DerivedKey, Keyring, SealingKey } from '../config/keys';

const algorithm = 'ECDH-ES';
const encryption = 'A256GCM';
/** PKCS #8 of an X25519 key up to its 32 bytes (RFC 8410, 7). */
const x25519Beginning = Buffer.from('302e020100300506032b656e04220420', 'hex');
const sealedSchema = z.object({ flowId: z.string(), puk: z.string(), iccid: z.string().optional() });

/** What somebody reads off a SIM and its card. */
export interface TypedSim {
  /** 8 digits. */
  readonly puk: string;
  /** 18 to 20 digits. */
  readonly iccid?: string | undefined;
}

/**
 * A typed PUK, and the ICCID beside it, as they leave the edge: a JWE (RFC 7516) that workers alone open, bound to its flow. Sealed once more,
 * it is another text, so nothing tells whether two are equal.
 *
 * @param key public; the API's processes have no other
 */
export async function sealPuk(
  { id, publicKey }: SealingKey,
  flowId: string,
  { puk, iccid }: TypedSim,
): Promise<TypedPuk> {
  const sealed = await new CompactEncrypt(Buffer.from(JSON.stringify({ flowId, puk, iccid })))
    .setProtectedHeader({ alg: algorithm, enc: encryption, kid: id })
    .encrypt(publicKey);
  return { sealed, ...(iccid !== undefined && { hasIccid: true }) };
}

/**
 * @returns undefined where it was tampered with, or sealed for another flow
 * @throws Error where the ring holds no key of its id: workers get a new key before the API does
 */
export async function openPuk(
  workerKeys: Keyring,
  flowId: string,
  { sealed }: TypedPuk,
): Promise<TypedSim | undefined> {
  const { kid } = decodeProtectedHeader(sealed);
  const key = workerKeys.all('PUK sealing').find(({ id }) => id === kid);
  if (!key) throw new Error('A PUK was sealed to a key that is not in WORKER_KEYS.');
  try {
    const { plaintext } = await compactDecrypt(sealed, openingKeyOf(key), {
      keyManagementAlgorithms: [algorithm],
      contentEncryptionAlgorithms: [encryption],
    });
    const opened = sealedSchema.parse(JSON.parse(Buffer.from(plaintext).toString()));
    return opened.flowId === flowId ? { puk: opened.puk, iccid: opened.iccid } : undefined;
  } catch {
    return undefined;
  }
}

/** The public half of the workers' current key, for `PUK_SEALING_KEY`: `id:base64` of its SPKI. */
export function sealingKeyText(workerKeys: Keyring): string {
  const key = workerKeys.current('PUK sealing');
  const spki = createPublicKey(openingKeyOf(key)).export({ format: 'der', type: 'spki' });
  return `${key.id}:${spki.toString('base64')}`;
}

/** Any 32 bytes are a private key of X25519 (RFC 7748, 5). */
function openingKeyOf({ secret }: DerivedKey): KeyObject {
  return createPrivateKey({ key: Buffer.concat([x25519Beginning, secret]), format: 'der', type: 'pkcs8' });
}
