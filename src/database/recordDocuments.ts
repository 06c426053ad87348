import type { InferSchemaType } from 'mongoose';
import { collectionSchema, type DocumentOf, fieldsOf, partSchema } from './documents';

/** Where an imported document was last read. */
const recordSourceSchema = partSchema({
  /** SHA-256 of the file's content, hexadecimal. */
  fileDigest: { type: String, required: true },
  /** Line of the file, the first one being 1. */
  line: { type: Number, required: true },
});

export type RecordSource = InferSchemaType<typeof recordSourceSchema>;

export const segments = ['SME', 'LARGE'] as const;

/** One contract of a company, as the operator's records name it. */
const companyFields = fieldsOf({
  /** Customer code. */
  _id: { type: String, required: true },
  /** 11 digits; one VAT number may have several contracts. */
  vatNumber: { type: String, required: true },
  name: { type: String, required: true },
  segment: { type: String, enum: segments, required: true },
  representative: {
    firstName: { type: String, required: true },
    lastName: { type: String, required: true },
    /** `YYYY-MM-DD` */
    birthDate: { type: String, required: true },
    taxCode: { type: String, required: true },
    email: { type: String, required: true },
    /** E.164 */
    mobile: { type: String, required: true },
  },
  source: { type: recordSourceSchema, required: true },
  /** When it was first seen that the latest file lacks it; each import of it forgets that. */
  leftAt: { type: Date },
});

export type Company = DocumentOf<typeof companyFields>;

export const companySchema = collectionSchema('companies', companyFields);

companySchema.index({ vatNumber: 1 }, { name: 'contracts_of_a_vat_number' });
/** Serve the retention. */
companySchema.index({ leftAt: 1 }, { name: 'companies_that_left', sparse: true });

export const offerPortals = ['selfcare', 'ecare'] as const;

/** An offer, and the portal that serves the companies which have it (rules 1 and 2 of the FAQ). */
const offerFields = fieldsOf({
  /** Offer code. */
  _id: { type: String, required: true },
  name: { type: String, required: true },
  portal: { type: String, enum: offerPortals, required: true },
  source: { type: recordSourceSchema, required: true },
});

export type Offer = DocumentOf<typeof offerFields>;

export const offerSchema = collectionSchema('offers', offerFields);

export const simKinds = ['voice', 'data-only'] as const;
/** A suspended line is still its company's and its account's; a ceased one is not. */
export const lineStatuses = ['active', 'suspended', 'ceased'] as const;

/** A PUK at rest, with the id of the worker key that it was made under. */
const pukDigestSchema = partSchema({
  digest: { type: String, required: true },
  keyId: { type: String, required: true },
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
  /** The PUK is known only through this; see `src/security/digests.ts`. */
  pukDigest: { type: pukDigestSchema, required: true },
  offerCode: { type: String, required: true },
  status: { type: String, enum: lineStatuses, required: true },
  /** Whether the line gets no text messages; absent where the records do not say so. */
  smsBarred: { type: Boolean },
  /** `YYYY-MM-DD` */
  activatedOn: { type: String, required: true },
  source: { type: recordSourceSchema, required: true },
  /** When it was first seen that the latest file lacks it; each import of it forgets that. */
  leftAt: { type: Date },
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
lineSchema.index({ leftAt: 1 }, { name: 'lines_that_left', sparse: true });

const importKinds = ['companies', 'lines', 'offers'] as const;
export type ImportKind = (typeof importKinds)[number];

/** How far the latest import of one kind of file has come; one document a kind, so that a newer file ends an older one's claim to go on. */
const importProgressFields = fieldsOf({
  _id: { type: String, enum: importKinds, required: true },
  /** SHA-256 of the file's content, hexadecimal. */
  fileDigest: { type: String, required: true },
  /** Run that writes; a run that finds another's id here stops. */
  runId: { type: String, required: true },
  state: { type: String, enum: ['running', 'finished'], required: true },
  /** Rows done, in the order of the file; those rejected count. */
  rows: { type: Number, required: true },
  rejected: { type: Number, required: true },
  /** Length of the rejects file, in bytes, when these rows were done. */
  rejectsBytes: { type: Number, required: true },
  startedAt: { type: Date, required: true },
  updatedAt: { type: Date, required: true },
});

export type ImportProgress = DocumentOf<typeof importProgressFields>;

export const importProgressSchema = collectionSchema('imports', importProgressFields);
