import type { InferSchemaType } from 'mongoose';
import { partSchema } from './documents';

/** Where an imported document was last read. */
export const recordSourceSchema = partSchema({
  /** SHA-256 of the file's content, hexadecimal. */
  fileDigest: { type: String, required: true },
  /** Line of the file, the first one being 1. */
  line: { type: Number, required: true },
});

export type RecordSource = InferSchemaType<typeof recordSourceSchema>;
