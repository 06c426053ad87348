import { Schema } from 'mongoose';

const importKinds = ['companies', 'lines', 'offers'] as const;
export type ImportKind = (typeof importKinds)[number];

/** How far the latest import of one kind of file has come; one document a kind, so that a newer file ends an older one's claim to go on. */
export interface ImportProgress {
  readonly _id: ImportKind;
  /** SHA-256 of the file's content, hexadecimal. */
  readonly fileDigest: string;
  /** Run that writes; a run that finds another's id here stops. */
  readonly runId: string;
  readonly state: 'running' | 'finished';
  /** Rows done, in the order of the file; those rejected count. */
  readonly rows: number;
  readonly rejected: number;
  /** Length of the rejects file, in bytes, when these rows were done. */
  readonly rejectsBytes: number;
  readonly startedAt: Date;
  readonly updatedAt: Date;
}

export const importProgressSchema = new Schema<ImportProgress>(
  {
    _id: { type: String, enum: importKinds, required: true },
    fileDigest: { type: String, required: true },
    runId: { type: String, required: true },
    state: { type: String, enum: ['running', 'finished'], required: true },
    rows: { type: Number, required: true },
    rejected: { type: Number, required: true },
    rejectsBytes: { type: Number, required: true },
    startedAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { collection: 'imports', versionKey: false, strict: 'throw', strictQuery: 'throw' },
);
