import { Schema } from 'mongoose';

/** Where an imported document was last read. */
export interface RecordSource {
  /** SHA-256 of the file's content, hexadecimal. */
  readonly fileDigest: string;
  /** Line of the file, the first one being 1. */
  readonly line: number;
}

export const recordSourceSchema = new Schema<RecordSource>(
  {
    fileDigest: { type: String, required: true },
    line: { type: Number, required: true },
  },
  { _id: false, strict: 'throw' },
);
