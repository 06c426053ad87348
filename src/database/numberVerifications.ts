import { Schema } from 'mongoose';

/** The latest verification of a number for a client; it voids the one before. */
export interface NumberVerification {
  /** Keyed digest of client and number. */
  readonly _id: string;
  readonly workflowId: string;
  /** By the time of the flow that it belongs to. */
  readonly admittedAt: Date;
  /** The flow before it, if that one lived then. */
  readonly formerWorkflowId?: string | undefined;
  readonly expiresAt: Date;
}

export const numberVerificationSchema = new Schema<NumberVerification>(
  {
    _id: { type: String, required: true },
    workflowId: { type: String, required: true },
    admittedAt: { type: Date, required: true },
    formerWorkflowId: { type: String },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'numberVerifications', versionKey: false, strict: 'throw', strictQuery: 'throw' },
);

numberVerificationSchema.index(
  { expiresAt: 1 },
  { name: 'number_verification_expires', expireAfterSeconds: 0 },
);
