import { collectionSchema, type DocumentOf, fieldsOf } from './documents';

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
