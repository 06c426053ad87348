import { collectionSchema, type DocumentOf, fieldsOf } from './documents';

/** A password's hash on its way from the edge to the flow that takes it (claim check); one a flow, or one an account. */
const passwordClaimFields = fieldsOf({
  /** Workflow id of the flow; {@link claimOfAccount} where whoever is signed in changes the password. */
  _id: { type: String, required: true },
  /** Id of the update that may take it. */
  claimId: { type: String, required: true },
  passwordHash: { type: String, required: true },
  /** Keyed digest of the network address that it came from, for the audit trail. */
  addressKey: { type: String },
  expiresAt: { type: Date, required: true },
});

export type PasswordClaim = DocumentOf<typeof passwordClaimFields>;

export const passwordClaimSchema = collectionSchema('passwordClaims', passwordClaimFields);

/** Id of the claim of a signed-in person: one an account, so that it ends with the account. */
export function claimOfAccount(accountId: string): string {
  return `account/${accountId}`;
}

passwordClaimSchema.index({ expiresAt: 1 }, { name: 'password_claim_expires', expireAfterSeconds: 0 });
