import type { InferSchemaType } from 'mongoose';
import { contactChannels } from '../../workflows/contracts/channels';
import { collectionSchema, type DocumentOf, fieldsOf, partSchema } from './documents';

export const accountKinds = ['userAdmin', 'employee', 'telcoManager'] as const;
const accountStatuses = ['reserved', 'active'] as const;

/** Of an account that lost its line to another one. */
const formerOwnerSchema = partSchema({
  /** Sealed. */
  mailbox: { type: String, required: true },
  /** The language of that account. */
  locale: { type: String, enum: ['it', 'en'], required: true },
  /** Whether it ended with the line. */
  closed: { type: Boolean, required: true },
});

export type FormerOwner = InferSchemaType<typeof formerOwnerSchema>;

/**
 * An account; a reservation is one that has no password yet and names the flow that holds it. An employee's is active from
 * the proof of the line on, its first password follows.
 */
const accountFields = fieldsOf({
  _id: { type: String, required: true },
  kind: { type: String, enum: accountKinds, required: true },
  /** Case-sensitive, unique over all accounts; an employee's is the line, E.164. */
  username: { type: String, required: true },
  /** 11 digits. */
  vatNumber: { type: String, required: true },
  /** Of the contract that a User Admin was registered by. */
  customerCode: { type: String, required: isUserAdmin },
  /** Of a User Admin: keyed digest of the legal representative by whose data it was registered. */
  representativeKey: { type: String },
  /** Since when the contract names another representative, and the keyed digest of that one: the User Admin is to be looked at. */
  reviewSince: { type: Date },
  reviewFor: { type: String },
  status: { type: String, enum: accountStatuses, required: true },
  /** Workflow id of the flow whose reservation or account this is; only that flow may activate or release it. */
  heldBy: { type: String, required: true },
  /** Workflow id of the flow that this one took the reservation over from. */
  takenOverFrom: { type: String },
  /** Until then nobody takes the reservation over: the mailbox was opened. */
  provenUntil: { type: Date },
  /** The mailbox of the contract, the one that an employee typed, or the one that a Telco Manager was invited at. */
  email: { type: String },
  /** Whether that mailbox received a link or a code that was used: only then may a recovery go by it. */
  emailVerified: { type: Boolean },
  /** Of the contract of a User Admin, or as a Telco Manager was invited by; E.164. */
  mobile: { type: String },
  /** When the mailbox, or the mobile, was proved in place of another one: an earlier proof changes it no more. */
  emailProvenAt: { type: Date },
  mobileProvenAt: { type: Date },
  /** When a second line was proved for the account last. */
  lineProvenAt: { type: Date },
  /** Of a Telco Manager, as the User Admin wrote them. */
  firstName: { type: String },
  lastName: { type: String },
  /** Id of the account of the User Admin who invited a Telco Manager last. */
  invitedBy: { type: String },
  /** Since when a Telco Manager's latest invitation is over, unused; absent while it runs and once it was used. */
  invitationEndedAt: { type: Date },
  /** What the registration went by, and an employee's recovery goes by. */
  channel: { type: String, enum: contactChannels },
  /** Workflow id of the flow that may set the password now. */
  passwordOpenTo: { type: String },
  /** Id of the update that set the password last. */
  passwordSetBy: { type: String },
  passwordSetAt: { type: Date },
  passwordHash: { type: String },
  /** Raised with each password; a session made under an earlier one has ended. */
  sessionEpoch: { type: Number, default: 0 },
  /** Of accounts that had the line before: who is to be told of it; until the first password. */
  formerOwners: { type: [formerOwnerSchema], default: undefined },
  locale: { type: String, enum: ['it', 'en'], required: true },
  reservedAt: { type: Date, required: true },
  activatedAt: { type: Date },
});

export type Account = DocumentOf<typeof accountFields>;

export const accountSchema = collectionSchema('accounts', accountFields);

function isUserAdmin(this: Partial<Account>): boolean {
  return this.kind === 'userAdmin';
}

/** One User Admin a VAT number (rule 14 of the FAQ), under any race. */
accountSchema.index(
  { vatNumber: 1 },
  { name: 'one_user_admin_a_vat_number', unique: true, partialFilterExpression: { kind: 'userAdmin' } },
);
/** Any number of Telco Managers (rule 15 of the FAQ), listed by their usernames. */
accountSchema.index(
  { vatNumber: 1, username: 1 },
  { name: 'telco_managers_of_a_company', partialFilterExpression: { kind: 'telcoManager' } },
);
/** Usernames are case-sensitive (rule 22 of the FAQ): no collation. */
accountSchema.index({ username: 1 }, { name: 'one_account_a_username', unique: true });
accountSchema.index({ heldBy: 1 }, { name: 'account_held_by_a_flow' });
accountSchema.index({ passwordOpenTo: 1 }, { name: 'password_open_to_a_flow', sparse: true });
accountSchema.index({ passwordSetBy: 1 }, { name: 'password_of_an_update', sparse: true });
