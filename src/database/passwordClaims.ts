import { Schema } from 'mongoose';

/** A password's hash on its way from the edge to the flow that takes it (claim check); one a flow, or one an account. */
export interface PasswordClaim {
  /** Workflow id of the flow; {@link claimOfAccount} where whoever is signed in changes the password. */
  readonly _id: string;
  /** Id of the update that may take it. */
  readonly claimId: string;
  readonly passwordHash: string;
  /** Keyed digest of the network address that it came from, for the audit trail. */
  readonly addressKey?: string | undefined;
  readonly expiresAt: Date;
}

export const passwordClaimSchema = new Schema<PasswordClaim>(
  {
    _id: { type: String, required: true },
    claimId: { type: String, required: true },
    passwordHash: { type: String, required: true },
    addressKey: { type: String },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'passwordClaims', versionKey: false, strict: 'throw', strictQuery: 'throw' },
);

/** Id of the claim of a signed-in person: one an account, so that it ends with the account. */
export function claimOfAccount(accountId: string): string {
  return `account/${accountId}`;
}

passwordClaimSchema.index({ expiresAt: 1 }, { name: 'password_claim_expires', expireAfterSeconds: 0 });
