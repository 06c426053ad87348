import type { TypedPuk } from '../../workflows/contracts/puk';
import type { Keyring } from '../config/keys';
import type { Line, PukDigest } from '../database/recordDocuments';
import { equalInConstantTime, pukAtRest, pukAtTheEdge } from '../security/digests';

/** Keys under which PUKs are digested. */
export interface PukKeys {
  readonly serviceKeys: Keyring;
  readonly workerKeys: Keyring;
}

/** What a typed PUK is compared with. */
export type DigestedSim = Pick<Line, 'iccid' | 'pukDigest'>;

/** Stands where no SIM is: its keys are none's, so nothing matches it. */
export const simOfNobody: DigestedSim = {
  iccid: '0'.repeat(19),
  pukDigest: { digest: 'A'.repeat(43), edgeKeyId: '', restKeyId: '' },
};

/** A PUK in clear (8 digits) as it is kept, under the current keys. */
export function pukDigestOf({ serviceKeys, workerKeys }: PukKeys, iccid: string, puk: string): PukDigest {
  const edgeKey = serviceKeys.current('PUK at the edge');
  const restKey = workerKeys.current('PUK at rest');
  return {
    digest: pukAtRest(restKey, iccid, pukAtTheEdge(edgeKey, puk)),
    edgeKeyId: edgeKey.id,
    restKeyId: restKey.id,
  };
}

/**
 * Whether the PUK of the SIM was typed. Hashes once and compares once in any case, so that time tells neither
 * {@link simOfNobody} nor a lost key.
 *
 * @returns false too where the digest's key is in neither ring any more.
 */
export function isRightPuk(
  workerKeys: Keyring,
  { iccid, pukDigest }: DigestedSim,
  typed: TypedPuk['digests'],
): boolean {
  const restKey = workerKeys.all('PUK at rest').find(({ id }) => id === pukDigest.restKeyId);
  const edgeDigest = typed.find(({ edgeKeyId }) => edgeKeyId === pukDigest.edgeKeyId)?.digest;
  const digest = pukAtRest(
    restKey ?? workerKeys.current('PUK at rest'),
    iccid,
    edgeDigest ?? simOfNobody.pukDigest.digest,
  );
  const equal = equalInConstantTime(digest, pukDigest.digest);
  return equal && restKey !== undefined && edgeDigest !== undefined;
}
