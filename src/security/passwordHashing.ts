import { hash } from '@node-rs/argon2';
import type { Keyring } from '../config/keys';
import { keyedDigest } from './digests';

/** OWASP's figures for argon2id, the library's default variant: 19 MiB, two passes, one lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * Hashes a password with argon2id and a pepper that lives outside the database, off the event loop.
 *
 * @param password in NFC
 * @returns `<key id>$argon2id$…`: the id tells which pepper to verify with
 */
export async function hashPassword(keys: Keyring, password: string): Promise<string> {
  const pepper = keys.current('password pepper');
  return pepper.id + (await hash(password, { ...parameters, secret: pepper.secret }));
}

const readableAlphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
const fewestGroups = 5;
const groupLength = 4;

/**
 * A password of groups of four characters that reads well from a screen: five of them, about 100 bits, or as many as
 * `minLength` takes. Derived from the request, so that a repeated request gets the same answer and nothing is stored.
 */
export function generatePassword(
  keys: Keyring,
  flowId: string,
  idempotencyKey: string,
  minLength: number,
): string {
  const groups = Math.max(fewestGroups, Math.ceil((minLength + 1) / (groupLength + 1)));
  return Array.from({ length: groups }, (_, group) => {
    const digest = keyedDigest(
      keys,
      'generated password',
      flowId,
      idempotencyKey.toLowerCase(),
      String(group),
    );
    return Array.from(Buffer.from(digest, 'base64url').subarray(0, groupLength), (byte) =>
      readableAlphabet.charAt(byte % readableAlphabet.length),
    ).join('');
  }).join('-');
}
