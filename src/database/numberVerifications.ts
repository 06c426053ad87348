import { collectionSchema, type DocumentOf, fieldsOf } from './documents';

/** The latest verification of a number for a client; it voids the one before. */
const numberVerificationFields = fieldsOf({
  /** Keyed digest of client and number. */
  _id: { type: String, required: true },
  workflowId: { type: String, required: true },
  /** By the time of the flow that it belongs to. */
  admittedAt: { type: Date, required: true },
  /** The flow before it, if that one lived then. */
  formerWorkflowId: { type: String },
  expiresAt: { type: Date, required: true },
});

export type NumberVerification = DocumentOf<typeof numberVerificationFields>;

export const numberVerificationSchema = collectionSchema('numberVerifications', numberVerificationFields);

numberVerificationSchema.index(
  { expiresAt: 1 },
  { name: 'number_verification_expires', expireAfterSeconds: 0 },
);
