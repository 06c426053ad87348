import { Schema } from 'mongoose';

export const assurances = ['password', 'network'] as const;
const transports = ['bearer', 'cookie'] as const;

/** Somebody who is signed in. Its token is nowhere: only a keyed digest of it is here. */
export interface Session {
  /** 128 random bits; names the session to its owner, and opens nothing. */
  readonly _id: string;
  readonly tokenDigest: string;
  /** Keyed digest of the sign-in's `Idempotency-Key` and account, so that the same request finds its own session. */
  readonly requestDigest?: string | undefined;
  readonly accountId: string;
  /** The account's `sessionEpoch` at sign-in: once the account's is another, the session has ended. */
  readonly epoch: number;
  /** By what its owner was recognised. */
  readonly assurance: (typeof assurances)[number];
  /** When the password was typed in it last; absent where the network recognised its owner. */
  readonly passwordProvenAt?: Date | undefined;
  /** How the token travels: in the portal's cookie, or as the bearer's. All that is kept of the client. */
  readonly transport: (typeof transports)[number];
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

export const sessionSchema = new Schema<Session>(
  {
    _id: { type: String, required: true },
    tokenDigest: { type: String, required: true },
    requestDigest: { type: String },
    accountId: { type: String, required: true },
    epoch: { type: Number, required: true },
    assurance: { type: String, enum: assurances, required: true },
    passwordProvenAt: { type: Date },
    transport: { type: String, enum: transports, required: true },
    createdAt: { type: Date, required: true },
    lastSeenAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'sessions', versionKey: false, strict: 'throw', strictQuery: 'throw' },
);

sessionSchema.index({ tokenDigest: 1 }, { name: 'session_of_a_token', unique: true });
sessionSchema.index(
  { requestDigest: 1 },
  {
    name: 'one_session_a_request',
    unique: true,
    partialFilterExpression: { requestDigest: { $exists: true } },
  },
);
sessionSchema.index({ accountId: 1 }, { name: 'sessions_of_an_account' });
sessionSchema.index({ expiresAt: 1 }, { name: 'session_expires', expireAfterSeconds: 0 });
