import type { Keyring } from '../config/keys';
import type { Line, PukDigest } from '../database/recordDocuments';
import { equalInConstantTime, pukAtRest } from '../security/digests';

/** What a typed PUK is compared with. */
export type DigestedSim = Pick<Line, 'iccid' | 'pukDigest'>;

/** Stands where no SIM is: its key is nobody's, so nothing matches it. */
export const simOfNobody: DigestedSim = {
  iccid: '0'.repeat(19),
  pukDigest: { digest: 'A'.repeat(43), keyId: '' },
};

/** A PUK in clear (8 digits) as it is kept, under the current key. */
export function pukDigestOf(workerKeys: Keyring, iccid: string, puk: string): PukDigest {
  const key = workerKeys.current('PUK at rest');
  return { digest: pukAtRest(key, iccid, puk), keyId: key.id };
}

/**
 * Whether the PUK of the SIM was typed. Hashes once and compares once in any case, so that time tells neither
 * {@link simOfNobody} nor a lost key.
 *
 * @returns false too where the digest's key is not in the ring any more.
 */
export function isRightPuk(workerKeys: Keyring, { iccid, pukDigest }: DigestedSim, typed: string): boolean {
  const key = workerKeys.all('PUK at rest').find(({ id }) => id === pukDigest.keyId);
  const digest = pukAtRest(key ?? workerKeys.current('PUK at rest'), iccid, typed);
  return equalInConstantTime(digest, pukDigest.digest) && key !== undefined;
}

/** Nothing that is typed is the number of {@link simOfNobody}: an ICCID begins with 89. */
export function isRightIccid({ iccid }: Pick<DigestedSim, 'iccid'>, typed: string): boolean {
  return equalInConstantTime(iccid, typed);
}
