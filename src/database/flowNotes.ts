import { collectionSchema, type DocumentOf, fieldsOf } from './documents';

/** That a flow has made what it makes. It outlives that, so that a retry which comes late makes nothing a second time. */
const flowCreationFields = fieldsOf({
  /** Workflow id of the flow. */
  _id: { type: String, required: true },
  expiresAt: { type: Date, required: true },
});

export type FlowCreation = DocumentOf<typeof flowCreationFields>;

export const flowCreationSchema = collectionSchema('flowCreations', flowCreationFields);

flowCreationSchema.index({ expiresAt: 1 }, { name: 'flow_creation_expires', expireAfterSeconds: 0 });

/** A password's hash on its way from the edge to the flow that takes it (claim check); one a flow, or one an account. */
const passwordClaimFields = fieldsOf({
  /** Workflow id of the flow; {@link claimOfAccount} where a signed-in person changes the password. */
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

/** That a sign-in was confirmed by a code: one session may be opened on it. */
const confirmedSignInFields = fieldsOf({
  /** Workflow id of the flow. */
  _id: { type: String, required: true },
  accountId: { type: String, required: true },
  /** The account's `sessionEpoch` when the password was compared. */
  epoch: { type: Number, required: true },
  /** Keyed digest of the network address that the flow was started from. */
  askedFrom: { type: String, required: true },
  /** When a session was opened on it; absent until then. */
  openedAt: { type: Date },
  expiresAt: { type: Date, required: true },
});

export type ConfirmedSignIn = DocumentOf<typeof confirmedSignInFields>;

export const confirmedSignInSchema = collectionSchema('confirmedSignIns', confirmedSignInFields);

confirmedSignInSchema.index({ expiresAt: 1 }, { name: 'confirmed_sign_in_expires', expireAfterSeconds: 0 });

/** A call of the CAMARA API that was begun and whose answer nobody has had yet. */
const openCallFields = fieldsOf({
  /** Keyed digest of client and call. */
  _id: { type: String, required: true },
  /** Random; names what the call does, so that the same call goes on with it. */
  callId: { type: String, required: true },
  expiresAt: { type: Date, required: true },
});

export type OpenCall = DocumentOf<typeof openCallFields>;

export const openCallSchema = collectionSchema('openCalls', openCallFields);

openCallSchema.index({ expiresAt: 1 }, { name: 'open_call_expires', expireAfterSeconds: 0 });

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
