import { collectionSchema, type DocumentOf, fieldsOf } from './documents';

/** Tries to sign in that were counted against one subject and have not proved right. */
const signInTriesFields = fieldsOf({
  /** Keyed: an account's name, a network address, a known device, or a session. */
  _id: { type: String, required: true },
  /** Another one with each write: who writes names the one that was read. */
  stamp: { type: String, required: true },
  tries: { type: Number, required: true },
  /** Ids of the last ones, so that a repeated request is counted once and a right one can be taken back. */
  entries: { type: [String], required: true },
  /** Before it no further try is let through. */
  opensAt: { type: Date, required: true },
  /** From then on it counts no more. */
  forgottenAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
});

export type SignInTries = DocumentOf<typeof signInTriesFields>;

export const signInTriesSchema = collectionSchema('signInTries', signInTriesFields);

signInTriesSchema.index({ expiresAt: 1 }, { name: 'sign_in_tries_expire', expireAfterSeconds: 0 });
