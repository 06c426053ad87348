import { Schema } from 'mongoose';

/** Tries to sign in that were counted against one subject and have not proved right. */
export interface SignInTries {
  /** Keyed: an account's name, a network address, a known device, or a session. */
  readonly _id: string;
  /** Another one with each write: who writes names the one that was read. */
  readonly stamp: string;
  readonly tries: number;
  /** Ids of the last ones, so that a repeated request is counted once and a right one can be taken back. */
  readonly entries: readonly string[];
  /** Before it no further try is let through. */
  readonly opensAt: Date;
  /** From then on it counts no more. */
  readonly forgottenAt: Date;
  readonly expiresAt: Date;
}

export const signInTriesSchema = new Schema<SignInTries>(
  {
    _id: { type: String, required: true },
    stamp: { type: String, required: true },
    tries: { type: Number, required: true },
    entries: { type: [String], required: true },
    opensAt: { type: Date, required: true },
    forgottenAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'signInTries', versionKey: false, strict: 'throw', strictQuery: 'throw' },
);

signInTriesSchema.index({ expiresAt: 1 }, { name: 'sign_in_tries_expire', expireAfterSeconds: 0 });
