import type { Model } from 'mongoose';
import type { Keyring } from '../config/keys';
import { equalInConstantTime, keyedDigest } from '../security/digests';
import type { RecognisedLine } from '../security/lineRecognition';
import { duplicateKey } from './failures';
import { collectionSchema, type DocumentOf, fieldsOf, sweepMarginMs } from './documents';

/** A proof of a line that was used. */
const recognitionUseFields = fieldsOf({
  /** Keyed digest of the proof's name. */
  _id: { type: String, required: true },
  /** Keyed digest of the request that used it. */
  usedBy: { type: String, required: true },
  expiresAt: { type: Date, required: true },
});

export type RecognitionUse = DocumentOf<typeof recognitionUseFields>;

export const recognitionUseSchema = collectionSchema('recognitionUses', recognitionUseFields);

recognitionUseSchema.index({ expiresAt: 1 }, { name: 'recognition_use_expires', expireAfterSeconds: 0 });

/** Sees to it that a proof of a line is used once: by one request, however often that is repeated. */
export class RecognitionUses {
  constructor(
    private readonly uses: Model<RecognitionUse>,
    private readonly keys: Keyring,
  ) {}
  /** @returns false where another request used it */
  async take({ proofId, goodUntil }: RecognisedLine, requestId: string): Promise<boolean> {
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
