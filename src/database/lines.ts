import { Schema } from 'mongoose';
import { recordSourceSchema, type RecordSource } from './recordSource';

export const simKinds = ['voice', 'data-only'] as const;
export const lineStatuses = ['active', 'ceased'] as const;

/** A mobile line of a company. */
export interface Line {
  /** MSISDN, E.164. */
  readonly _id: string;
  /** The MSISDN from its last digit to its first: last digits are looked for as its beginning. */
  readonly reversed: string;
  /** 11 digits. */
  readonly vatNumber: string;
  /** 18 to 20 digits (ITU-T E.118). */
  readonly iccid: string;
  readonly simKind: (typeof simKinds)[number];
  /** The PUK is known only through this; see `src/security/puk.ts`. */
  readonly pukDigest: PukDigest;
  readonly offerCode: string;
  readonly status: (typeof lineStatuses)[number];
  /** `YYYY-MM-DD` */
  readonly activatedOn: string;
  readonly source: RecordSource;
}

/** A PUK at rest, with the ids of the master keys that it was made under. */
export interface PukDigest {
  readonly digest: string;
  readonly edgeKeyId: string;
  readonly restKeyId: string;
}

const pukDigestSchema = new Schema<PukDigest>(
  {
    digest: { type: String, required: true },
    edgeKeyId: { type: String, required: true },
    restKeyId: { type: String, required: true },
  },
  { _id: false, strict: 'throw' },
);

export const lineSchema = new Schema<Line>(
  {
    _id: { type: String, required: true },
    reversed: { type: String, required: true, default: reversedId },
    vatNumber: { type: String, required: true },
    iccid: { type: String, required: true },
    simKind: { type: String, enum: simKinds, required: true },
    pukDigest: { type: pukDigestSchema, required: true },
    offerCode: { type: String, required: true },
    status: { type: String, enum: lineStatuses, required: true },
    activatedOn: { type: String, required: true },
    source: { type: recordSourceSchema, required: true },
  },
  { collection: 'lines', versionKey: false, strict: 'throw', strictQuery: 'throw' },
);

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
