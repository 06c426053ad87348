import { recordSourceSchema } from './recordSource';
import { collectionSchema, type DocumentOf, fieldsOf } from './documents';

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
