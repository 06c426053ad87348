import type { Keyring } from '../config/keys';
import type { FlowName } from '../../workflows/contracts/flow';
import { keyedDigest } from './digests';

/** Crockford's base 32: no I, L, O or U, so that it can be read out over the telephone. */
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Id of the flow that a request starts: 128 bits over the idempotency key and the body, so that a repeated request finds
 * its own flow and nobody can guess one.
 *
 * @returns 22 characters of base64url
 */
export function flowIdOf(keys: Keyring, flow: FlowName, idempotencyKey: string, body: unknown): string {
  return keyedDigest(keys, 'flow id', flow, idempotencyKey.toLowerCase(), canonicalJson(body)).slice(0, 22);
}

/**
 * Id of a step's request, so that the same request has one effect and one answer. Of a secret in it no more than 24 bits
 * are bound: enough to tell another body, too few to find the secret by.
 *
 * @returns 22 characters of base64url, or 27 with a secret
 */
export function stepIdOf(
  keys: Keyring,
  flowId: string,
  step: string,
  idempotencyKey: string,
  secret?: string,
): string {
  const id = keyedDigest(keys, 'flow id', flowId, step, idempotencyKey.toLowerCase()).slice(0, 22);
  if (secret === undefined) return id;
  return `${id}.${keyedDigest(keys, 'flow id', id, secret).slice(0, 4)}`;
}

/** What a person reads out to the support desk: ten characters of Crockford's base 32, derived from an id. */
export function supportReferenceOf(keys: Keyring, id: string): string {
  const digest = Buffer.from(keyedDigest(keys, 'support reference', id), 'base64url');
  return Array.from(digest.subarray(0, 10), (byte) => crockford[byte % 32]).join('');
}

/** What the trail keeps of the flow that something was done by: its name, and the reference to look it up with. */
export function flowOf(keys: Keyring, workflowId: string) {
  const [detail, flowId = ''] = workflowId.split('/');
  return { detail, reference: supportReferenceOf(keys, flowId) };
}

/** JSON with the keys of every object in order, so that two spellings of one body are one. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
