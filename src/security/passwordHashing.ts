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
const groups = 5;
const groupLength = 4;

/**
 * A password of five groups of four characters, about 100 bits, that reads well from a screen. Derived from the request, so that a
 * repeated request gets the same answer and nothing is stored.
 */
export function generatePassword(keys: Keyring, flowId: string, idempotencyKey: string): string {
  const digest = keyedDigest(keys, 'generated password', flowId, idempotencyKey.toLowerCase());
  const bytes = Buffer.from(digest, 'base64url');
  const characters = Array.from(bytes.subarray(0, groups * groupLength), (byte) =>
    readableAlphabet.charAt(byte % readableAlphabet.length),
  );
  return Array.from({ length: groups }, (_, group) =>
    characters.slice(group * groupLength, (group + 1) * groupLength).join(''),
  ).join('-');
}
