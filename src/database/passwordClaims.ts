import { Schema } from 'mongoose';

/** A password's hash on its way from the edge to the flow that takes it (claim check); one a flow. */
export interface PasswordClaim {
  /** Workflow id of the flow. */
  readonly _id: string;
  /** Id of the update that may take it. */
  readonly claimId: string;
  readonly passwordHash: string;
  readonly expiresAt: Date;
}

export const passwordClaimSchema = new Schema<PasswordClaim>(
  {
    _id: { type: String, required: true },
    claimId: { type: String, required: true },
    passwordHash: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'passwordClaims', versionKey: false, strict: 'throw', strictQuery: 'throw' },
);

passwordClaimSchema.index({ expiresAt: 1 }, { name: 'password_claim_expires', expireAfterSeconds: 0 });
