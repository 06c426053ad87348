import { Schema } from 'mongoose';
import { contactChannels, type ContactChannel } from '../../workflows/contracts/channels';

export const accountKinds = ['userAdmin', 'employee', 'telcoManager'] as const;
const accountStatuses = ['reserved', 'active'] as const;

/**
 * An account; a reservation is one that has no password yet and names the flow that holds it. An employee's is active from
 * the proof of the line on, its first password follows.
 */
export interface Account {
  readonly _id: string;
  readonly kind: (typeof accountKinds)[number];
  /** Case-sensitive, unique over all accounts; an employee's is the line, E.164. */
  readonly username: string;
  /** 11 digits. */
  readonly vatNumber: string;
  /** Of the contract that a User Admin was registered by. */
  readonly customerCode?: string | undefined;
  /** Of a User Admin: keyed digest of the legal representative by whose data it was registered. */
  readonly representativeKey?: string | undefined;
  /** Since when the contract names another representative, and the keyed digest of that one: the User Admin is to be looked at. */
  readonly reviewSince?: Date | undefined;
  readonly reviewFor?: string | undefined;
  readonly status: (typeof accountStatuses)[number];
  /** Workflow id of the flow whose reservation or account this is; only that flow may activate or release it. */
  readonly heldBy: string;
  /** Workflow id of the flow that this one took the reservation over from. */
  readonly takenOverFrom?: string | undefined;
  /** Until then nobody takes the reservation over: the mailbox was opened. */
  readonly provenUntil?: Date | undefined;
  /** The mailbox of the contract, the one that an employee typed, or the one that a Telco Manager was invited at. */
  readonly email?: string | undefined;
  /** Whether that mailbox received a link or a code that was used: only then may a recovery go by it. */
  readonly emailVerified?: boolean | undefined;
  /** Of the contract of a User Admin, or as a Telco Manager was invited by; E.164. */
  readonly mobile?: string | undefined;
  /** When the mailbox, or the mobile, was proved in place of another one: an earlier proof changes it no more. */
  readonly emailProvenAt?: Date | undefined;
  readonly mobileProvenAt?: Date | undefined;
  /** When a second line was proved for the account last. */
  readonly lineProvenAt?: Date | undefined;
  /** Of a Telco Manager, as the User Admin wrote them. */
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  /** Id of the account of the User Admin who invited a Telco Manager last. */
  readonly invitedBy?: string | undefined;
  /** Since when a Telco Manager's latest invitation is over, unused; absent while it runs and once it was used. */
  readonly invitationEndedAt?: Date | undefined;
  /** What the registration went by, and an employee's recovery goes by. */
  readonly channel?: ContactChannel | undefined;
  /** Workflow id of the flow that may set the password now. */
  readonly passwordOpenTo?: string | undefined;
  /** Id of the update that set the password last. */
  readonly passwordSetBy?: string | undefined;
  readonly passwordSetAt?: Date | undefined;
  readonly passwordHash?: string | undefined;
  /** Raised with each password; a session made under an earlier one has ended. */
  readonly sessionEpoch?: number | undefined;
  /** Of accounts that had the line before: who is to be told of it; until the first password. */
  readonly formerOwners?: readonly FormerOwner[] | undefined;
  readonly locale: 'it' | 'en';
  readonly reservedAt: Date;
  readonly activatedAt?: Date | undefined;
}

/** Of an account that lost its line to another one. */
export interface FormerOwner {
  /** Sealed. */
  readonly mailbox: string;
  /** The language of that account. */
  readonly locale: 'it' | 'en';
  /** Whether it ended with the line. */
  readonly closed: boolean;
}

const formerOwnerSchema = new Schema<FormerOwner>(
  {
    mailbox: { type: String, required: true },
    locale: { type: String, enum: ['it', 'en'], required: true },
    closed: { type: Boolean, required: true },
  },
  { _id: false, strict: 'throw' },
);

export const accountSchema = new Schema<Account>(
  {
    _id: { type: String, required: true },
    kind: { type: String, enum: accountKinds, required: true },
    username: { type: String, required: true },
    vatNumber: { type: String, required: true },
    customerCode: { type: String, required: isUserAdmin },
    representativeKey: { type: String },
    reviewSince: { type: Date },
    reviewFor: { type: String },
    status: { type: String, enum: accountStatuses, required: true },
    heldBy: { type: String, required: true },
    takenOverFrom: { type: String },
    provenUntil: { type: Date },
    email: { type: String },
    emailVerified: { type: Boolean },
    mobile: { type: String },
    emailProvenAt: { type: Date },
    mobileProvenAt: { type: Date },
    lineProvenAt: { type: Date },
    firstName: { type: String },
    lastName: { type: String },
    invitedBy: { type: String },
    invitationEndedAt: { type: Date },
    channel: { type: String, enum: contactChannels },
    passwordOpenTo: { type: String },
    passwordSetBy: { type: String },
    passwordSetAt: { type: Date },
    passwordHash: { type: String },
    sessionEpoch: { type: Number, default: 0 },
    formerOwners: { type: [formerOwnerSchema], default: undefined },
    locale: { type: String, enum: ['it', 'en'], required: true },
    reservedAt: { type: Date, required: true },
    activatedAt: { type: Date },
  },
  { collection: 'accounts', versionKey: false, strict: 'throw', strictQuery: 'throw' },
);

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
accountSchema.index(
  { passwordOpenTo: 1 },
  { name: 'account_open_to_a_flow', partialFilterExpression: { passwordOpenTo: { $exists: true } } },
);
accountSchema.index(
  { passwordSetBy: 1 },
  { name: 'password_set_by_an_update', partialFilterExpression: { passwordSetBy: { $exists: true } } },
);
