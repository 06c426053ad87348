import { assurances } from '../security/assurance';
import { collectionSchema, type DocumentOf, fieldsOf } from './documents';

const transports = ['bearer', 'cookie'] as const;

/** Somebody who is signed in. Its token is nowhere: only a keyed digest of it is here. */
const sessionFields = fieldsOf({
  /** 128 random bits; names the session to its owner, and opens nothing. */
  _id: { type: String, required: true },
  tokenDigest: { type: String, required: true },
  /** Keyed digest of the sign-in's `Idempotency-Key` and account, so that the same request finds its own session. */
  requestDigest: { type: String },
  accountId: { type: String, required: true },
  /** The account's `sessionEpoch` at sign-in: once the account's is another, the session has ended. */
  epoch: { type: Number, required: true },
  /** By what its owner was recognised. */
  assurance: { type: String, enum: assurances, required: true },
  /** When its owner proved oneself last, by what a person does; absent where the network alone did. */
  provenAt: { type: Date },
  /** How the token travels: in the portal's cookie, or as the bearer's. All that is kept of the client. */
  transport: { type: String, enum: transports, required: true },
  createdAt: { type: Date, required: true },
  lastSeenAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
});

export type Session = DocumentOf<typeof sessionFields>;

export const sessionSchema = collectionSchema('sessions', sessionFields);

sessionSchema.index({ tokenDigest: 1 }, { name: 'session_of_a_token', unique: true });
/** Sparse rather than partial: SecantusDB looks nothing up in an index that is partial by `$exists`. */
sessionSchema.index({ requestDigest: 1 }, { name: 'session_of_a_request', unique: true, sparse: true });
sessionSchema.index({ accountId: 1 }, { name: 'sessions_of_an_account' });
sessionSchema.index({ expiresAt: 1 }, { name: 'session_expires', expireAfterSeconds: 0 });
