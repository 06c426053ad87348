import { collectionSchema, type DocumentOf, fieldsOf, partSchema } from './documents';

/** Something that counts: when, and who did it to whom. */
const markSchema = partSchema({
  /** Names it, so that a retry is not counted again. */
  id: { type: String, required: true },
  /** Milliseconds since 1970: conditions calculate with it. */
  at: { type: Number, required: true },
  /** In a subject's document: the network that it came from. */
  from: { type: String },
  /** In an origin's document: what it was about. */
  subject: { type: String },
});

/** What counts against one subject or one origin, or a count of the whole service. */
const limitFields = fieldsOf({
  /** `<purpose>:<key>` */
  _id: { type: String, required: true },
  /** Of a subject: its uses. */
  uses: { type: [markSchema] },
  /** Of an origin: tries that failed, flows that it started, and what it proved. */
  failures: { type: [markSchema] },
  starts: { type: [markSchema] },
  proved: { type: [markSchema] },
  /** Of the whole service within one hour. */
  count: { type: Number },
  expiresAt: { type: Date, required: true },
});

export type LimitDocument = DocumentOf<typeof limitFields>;

export const limitSchema = collectionSchema('limits', limitFields);

limitSchema.index({ expiresAt: 1 }, { name: 'limit_expires', expireAfterSeconds: 0 });
