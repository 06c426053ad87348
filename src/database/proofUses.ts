import type { Model } from 'mongoose';
import type { Keyring } from '../config/keys';
import { equalInConstantTime, keyedDigest } from '../security/digests';
import { duplicateKey } from './failures';
import { collectionSchema, type DocumentOf, fieldsOf, sweepMarginMs } from './documents';

/** A proof that was used: of a line, or of work. */
const proofUseFields = fieldsOf({
  /** Keyed digest of the proof's name. */
  _id: { type: String, required: true },
  /** Keyed digest of the request that used it. */
  usedBy: { type: String, required: true },
  expiresAt: { type: Date, required: true },
});

export type ProofUse = DocumentOf<typeof proofUseFields>;

export const proofUseSchema = collectionSchema('proofUses', proofUseFields);

proofUseSchema.index({ expiresAt: 1 }, { name: 'proof_use_expires', expireAfterSeconds: 0 });

/** A proof that counts once. */
interface Proof {
  /** Names it. */
  readonly proofId: string;
  /** Milliseconds since 1970; from then on the proof is refused for its age alone. */
  readonly goodUntil: number;
}

/** Sees to it that a proof is used once: by one request, however often that is repeated. */
export class ProofUses {
  constructor(
    private readonly uses: Model<ProofUse>,
    private readonly keys: Keyring,
  ) {}

  /** @returns false where another request used it */
  async take({ proofId, goodUntil }: Proof, requestId: string): Promise<boolean> {
    const _id = keyedDigest(this.keys, 'recognition', proofId);
    const usedBy = keyedDigest(this.keys, 'recognition', 'used by', requestId);
    try {
      await this.uses.create({ _id, usedBy, expiresAt: new Date(goodUntil + sweepMarginMs) });
      return true;
    } catch (error) {
      if (duplicateKey(error)?.field !== '_id') throw error;
    }
    const use = await this.uses.findById(_id).lean();
    return use !== null && equalInConstantTime(use.usedBy, usedBy);
  }
}
