import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TypedCode } from '../../workflows/contracts/flow';
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

/** Keyed digest of an MSISDN (E.164): what limits count on, and what stands for a line in histories. */
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

const digits = 6;

/** Whose code it is: nothing of a code is stored, it follows from these. */
export interface IssuedCode {
  /** Of the flow: its code is no other flow's. */
  readonly workflowId: string;
  /** Of the run: another run of the same id has other codes. */
  readonly runId: string;
  /** Counts from 1; the next one begins after the expiry of the one before. */
  readonly issue: number;
}

/**
 * The code that a flow's message carries: six digits of an HMAC-SHA256 over workflow id, run and issue.
 *
 * @param key worker key for `one-time code`; the API's processes have none, and cannot compute a code.
 */
export function codeOf(key: DerivedKey, { workflowId, runId, issue }: IssuedCode): string {
  const mac = createHmac('sha256', key.secret).update(`${workflowId}/${runId}/${issue}`).digest();
  return truncated(mac);
}

/**
 * Dynamic truncation of a MAC to six digits (RFC 4226, 5.3): the last byte's low half says which four bytes count, and of
 * these the highest bit does not.
 *
 * @param mac 20 bytes at least.
 */
export function truncated(mac: Buffer): string {
  const offset = mac.readUInt8(mac.length - 1) % 16;
  const number = mac.readUInt32BE(offset) % 2 ** 31;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** A typed code as it leaves the edge: bound to its flow, and of no use to who has the histories alone. */
export function codeAtTheEdge(serviceKeys: Keyring, flowId: string, code: string): TypedCode {
  return { digest: keyedDigest(serviceKeys, 'code at the edge', flowId, code) };
}

/**
 * Whether the flow's code was typed. Compares it under every key of both rings, whether one fits or not, so that time
 * tells nothing and keys may rotate while a code lives.
 */
export function isRightCode(
  { serviceKeys, workerKeys }: { readonly serviceKeys: Keyring; readonly workerKeys: Keyring },
  flowId: string,
  issued: IssuedCode,
  typed: TypedCode,
): boolean {
  return workerKeys
    .all('one-time code')
    .flatMap((key) => keyedDigests(serviceKeys, 'code at the edge', flowId, codeOf(key, issued)))
    .map((digest) => equalInConstantTime(digest, typed.digest))
    .includes(true);
}

/**
 * A PUK (8 digits) as it is stored: bound to its SIM, and out of reach for somebody who has the database alone.
 *
 * @param restKey worker key for `PUK at rest`.
 */
export function pukAtRest(restKey: DerivedKey, iccid: string, puk: string): string {
  return hmac(restKey, iccid, puk);
}
