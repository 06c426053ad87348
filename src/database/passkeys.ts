import type { Account } from './accounts';
import { collectionSchema, type DocumentOf, fieldsOf } from './documents';

const passkeyFields = fieldsOf({
  /** 128 random bits; names it to its owner. */
  _id: { type: String, required: true },
  accountId: { type: String, required: true },
  /** As the authenticator names it, base64url. */
  credentialId: { type: String, required: true },
  /** COSE key, base64url. */
  publicKey: { type: String, required: true },
  /** Of its signatures; 0 where the authenticator does not count. */
  counter: { type: Number, required: true },
  transports: { type: [String], required: true },
  /** Whether it may be copied to other devices of its owner, and whether it is. */
  backupEligible: { type: Boolean, required: true },
  backedUp: { type: Boolean, required: true },
  /** Given by its owner. */
  name: { type: String, required: true },
  /** The account's `passkeyEpoch` when its owner added or kept it: under another one it is suspended. */
  epoch: { type: Number, required: true },
  /** Since when its counter went back, so that it may be a copy: suspended until its owner keeps it. */
  suspectedSince: { type: Date },
  /** Of the challenge that it signed last: the same request repeated is no second use. */
  usedProof: { type: String, required: true },
  createdAt: { type: Date, required: true },
  lastUsedAt: { type: Date },
});

export type Passkey = DocumentOf<typeof passkeyFields>;

export const passkeySchema = collectionSchema('passkeys', passkeyFields);

/** One account has a credential, under any race (WebAuthn, 7.1). */
passkeySchema.index({ credentialId: 1 }, { name: 'one_passkey_a_credential', unique: true });
passkeySchema.index({ accountId: 1 }, { name: 'passkeys_of_an_account' });

/** The account as far as its passkeys depend on it. */
export type PasskeyOwner = Pick<Account, '_id' | 'passkeyEpoch' | 'passkeysSuspendedAt'>;

/** Since when it signs in no more, until its owner keeps it; undefined where it does. */
export function suspendedSince(
  { epoch, suspectedSince, createdAt }: Passkey,
  { passkeyEpoch = 0, passkeysSuspendedAt = createdAt }: PasskeyOwner,
): Date | undefined {
  return suspectedSince ?? (epoch === passkeyEpoch ? undefined : passkeysSuspendedAt);
}
