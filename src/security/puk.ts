import type { TypedPuk } from '../../workflows/contracts/puk';
import type { DerivedKey, Keyring } from '../config/keys';
import { hmac } from './digests';

/** A typed PUK (8 digits) under each service key that the stored one may have been made under, the current one first. */
export function typedPuk(serviceKeys: Keyring, puk: string): TypedPuk {
  const edgeKeys = serviceKeys.all('PUK at the edge');
  return {
    digests: edgeKeys.map((edgeKey) => ({ edgeKeyId: edgeKey.id, digest: pukAtTheEdge(edgeKey, puk) })),
  };
}

/**
 * A typed PUK as it leaves the edge.
 *
 * @param edgeKey service key for `PUK at the edge`.
 */
export function pukAtTheEdge(edgeKey: DerivedKey, puk: string): string {
  return hmac(edgeKey, puk);
}

/**
 * A PUK as it is stored: bound to its SIM, and out of reach for whoever knows the database and the edge's key alone.
 *
 * @param restKey worker key for `PUK at rest`.
 * @param edgeDigest of {@link pukAtTheEdge}.
 */
export function pukAtRest(restKey: DerivedKey, iccid: string, edgeDigest: string): string {
  return hmac(restKey, iccid, edgeDigest);
}
