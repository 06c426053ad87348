import { collectionSchema, type DocumentOf, fieldsOf } from './documents';

/** A migration that was begun: one document each. */
const migrationRecordFields = fieldsOf({
  /** The migration's id. */
  _id: { type: String, required: true },
  /** The run that works on it, or did. */
  heldBy: { type: String, required: true },
  /** When another run may take it over. */
  heldUntil: { type: Date, required: true },
  /** Absent until it is done. */
  doneAt: { type: Date },
});

export type MigrationRecord = DocumentOf<typeof migrationRecordFields>;

export const migrationRecordSchema = collectionSchema('migrations', migrationRecordFields);
