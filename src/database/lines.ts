import type { InferSchemaType } from 'mongoose';
import { recordSourceSchema } from './recordSource';
import { collectionSchema, type DocumentOf, fieldsOf, partSchema } from './documents';

export const simKinds = ['voice', 'data-only'] as const;
export const lineStatuses = ['active', 'ceased'] as const;

/** A PUK at rest, with the ids of the master keys that it was made under. */
const pukDigestSchema = partSchema({
  digest: { type: String, required: true },
  edgeKeyId: { type: String, required: true },
  restKeyId: { type: String, required: true },
});

export type PukDigest = InferSchemaType<typeof pukDigestSchema>;

/** A mobile line of a company. */
const lineFields = fieldsOf({
  /** MSISDN, E.164. */
  _id: { type: String, required: true },
  /** The MSISDN from its last digit to its first: last digits are looked for as its beginning. */
  reversed: { type: String, required: true, default: reversedId },
  /** 11 digits. */
  vatNumber: { type: String, required: true },
  /** 18 to 20 digits (ITU-T E.118). */
  iccid: { type: String, required: true },
  simKind: { type: String, enum: simKinds, required: true },
  /** The PUK is known only through this; see `src/security/puk.ts`. */
  pukDigest: { type: pukDigestSchema, required: true },
  offerCode: { type: String, required: true },
  status: { type: String, enum: lineStatuses, required: true },
  /** `YYYY-MM-DD` */
  activatedOn: { type: String, required: true },
  source: { type: recordSourceSchema, required: true },
});

export type Line = DocumentOf<typeof lineFields>;

export const lineSchema = collectionSchema('lines', lineFields);

function reversedId(this: Partial<Line>): string {
  return reversedText(this._id ?? '');
}

/** Digits of a number from the last to the first. */
export function reversedText(digits: string): string {
  return Array.from(digits).reverse().join('');
}

/** Serves whether a company has an active line with one of some offers: one line is read at most. */
lineSchema.index({ vatNumber: 1, status: 1, offerCode: 1 }, { name: 'offers_of_a_vat_number' });
/** Serve the lines of a company in the order of their numbers, by first and by last digits. */
lineSchema.index({ vatNumber: 1, _id: 1 }, { name: 'lines_of_a_vat_number' });
lineSchema.index({ vatNumber: 1, reversed: 1 }, { name: 'last_digits_of_a_vat_number' });
/** Not unique: a SIM may be found on the ceased line and on the one that replaced it. */
lineSchema.index({ iccid: 1 }, { name: 'line_of_a_sim' });
