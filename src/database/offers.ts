import { Schema } from 'mongoose';
import { recordSourceSchema, type RecordSource } from './recordSource';

export const offerPortals = ['selfcare', 'ecare'] as const;

/** An offer, and the portal that serves the companies which have it (rules 1 and 2 of the FAQ). */
export interface Offer {
  /** Offer code. */
  readonly _id: string;
  readonly name: string;
  readonly portal: (typeof offerPortals)[number];
  readonly source: RecordSource;
}

export const offerSchema = new Schema<Offer>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    portal: { type: String, enum: offerPortals, required: true },
    source: { type: recordSourceSchema, required: true },
  },
  { collection: 'offers', versionKey: false, strict: 'throw', strictQuery: 'throw' },
);
