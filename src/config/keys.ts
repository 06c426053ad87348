import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';

const masterKeyText = /^(?<id>[A-Za-z0-9][A-Za-z0-9._-]{0,31}):(?<secret>[A-Za-z0-9+/]{43}=)$/;
/** The SPKI of an X25519 key begins alike (RFC 8410, 4). */
const sealingKeyForm = /^(?<id>[A-Za-z0-9][A-Za-z0-9._-]{0,31}):(?<spki>MCowBQYDK2VuAyEA[A-Za-z0-9+/]{43}=)$/;
const clientKeyText = /^(?<id>[A-Za-z0-9][A-Za-z0-9._-]{0,63}):(?<pkcs8>[A-Za-z0-9+/]+={0,2})$/;

/** What a derived key is for. No key serves two purposes. */
export type KeyPurpose =
  | 'payload codec'
  | 'flow id'
  | 'flow token'
  | 'support reference'
  | 'activation link'
  | 'contact undo'
  | 'contract data'
  | 'application'
  | 'network address'
  | 'mailbox'
  | 'VAT number'
  | 'password pepper'
  | 'generated password'
  | 'PUK sealing'
  | 'PUK at rest'
  | 'typed ICCID'
  | 'one-time code'
  | 'code at the edge'
  | 'line'
  | 'account name'
  | 'client'
  | 'recipient'
  | 'session token'
  | 'session at rest'
  | 'known device'
  | 'passkey challenge'
  | 'proof of work'
  | 'recognition'
  | 'recognition attempt'
  | 'recognition refusal'
  | 'form draft'
  | 'audit';

/** A 256-bit key derived for one purpose, with the id of the master key that it comes from. */
export interface DerivedKey {
  readonly id: string;
  readonly secret: Buffer;
}

interface MasterKey {
  readonly id: string;
  readonly secret: Buffer;
}

/** Master keys, the current one first; those after it still open what they once closed. */
export class Keyring {
  private readonly derived = new Map<KeyPurpose, readonly DerivedKey[]>();

  private constructor(private readonly masters: readonly MasterKey[]) {}

  /**
   * @param text `id:base64[,id:base64…]`, 32 bytes each, the current key first.
   * @param variable name of the variable that held it, for the error.
   * @throws Error naming the variable, never its value.
   */
  static parse(text: string, variable: string): Keyring {
    const masters = text.split(',').map((part) => {
      const groups = masterKeyText.exec(part.trim())?.groups;
      if (!groups?.['id'] || !groups['secret']) {
        throw new Error(
          `${variable} must be id:base64[,id:base64…] with keys of 32 bytes (openssl rand -base64 32).`,
        );
      }
      return { id: groups['id'], secret: Buffer.from(groups['secret'], 'base64') };
    });
    if (new Set(masters.map((master) => master.id)).size !== masters.length) {
      throw new Error(`${variable} names one key id twice.`);
    }
    return new Keyring(masters);
  }

  /** Keys for `purpose`, the current one first (HKDF-SHA256, RFC 5869). */
  all(purpose: KeyPurpose): readonly DerivedKey[] {
    const known = this.derived.get(purpose);
    if (known) return known;
    const keys = this.masters.map(({ id, secret }) => ({
      id,
      secret: Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)),
    }));
    this.derived.set(purpose, keys);
    return keys;
  }

  current(purpose: KeyPurpose): DerivedKey {
    const [key] = this.all(purpose);
    if (!key) throw new Error('A keyring holds at least one key.');
    return key;
  }

  /** Whether one secret is in both rings, under whatever ids. */
  sharesKeyWith(other: Keyring): boolean {
    return this.masters.some(({ secret }) => other.masters.some((master) => master.secret.equals(secret)));
  }

  get ids(): readonly string[] {
    return this.masters.map((master) => master.id);
  }
}

/** The public half of a key that workers alone have (X25519). */
export interface SealingKey {
  readonly id: string;
  readonly publicKey: KeyObject;
}

/**
 * @param text `id:base64` of its SPKI: longer than a master key, which is refused
 * @param variable name of the variable that held it, for the error
 * @throws Error naming the variable, never its value
 */
export function parseSealingKey(text: string, variable: string): SealingKey {
  const { id = '', spki = '' } = sealingKeyForm.exec(text)?.groups ?? {};
  if (spki === '')
    throw new Error(
      `${variable} must be id:base64 of a public key, as npm run operator -- puk-key prints it.`,
    );
  const key = Buffer.from(spki, 'base64');
  return { id, publicKey: createPublicKey({ key, format: 'der', type: 'spki' }) };
}

/** A key that the service proves itself with as somebody's client (ES256, RFC 7523). */
export interface ClientKey {
  readonly id: string;
  readonly privateKey: KeyObject;
}

/**
 * @param text `id:base64` of a PKCS #8 key, P-256
 * @param variable name of the variable that held it, for the error
 * @throws Error naming the variable, never its value
 */
export function parseClientKey(text: string, variable: string): ClientKey {
  const { id = '', pkcs8 = '' } = clientKeyText.exec(text)?.groups ?? {};
  const privateKey = privateKeyIn(pkcs8);
  if (privateKey?.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw new Error(
      `${variable} must be id:base64 of a P-256 key in PKCS #8 (openssl pkcs8 -topk8 -nocrypt -outform DER).`,
    );
  return { id, privateKey };
}

function privateKeyIn(pkcs8: string): KeyObject | undefined {
  try {
    return createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' });
  } catch {
    return undefined;
  }
}
