import type { InferSchemaType, QueryFilter } from 'mongoose';
import { contactChannels } from '../../workflows/contracts/channels';
import type { Whole } from '../../workflows/contracts/whole';
import { type DocumentOf, fieldsOf, kindSchema, partSchema, schemaOfKinds } from './documents';

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

/** Of a proven contact that took another one's place. */
const contactReplacementSchema = partSchema({
  /** Of the flow that changed it, 22 characters of base64url. */
  flowId: { type: String, required: true },
  contact: { type: String, enum: ['email', 'mobile'], required: true },
  at: { type: Date, required: true },
  /** Sealed. */
  former: { type: String, required: true },
  /** Workflow id and time of the latest recovery by the new contact while the change was fresh. */
  recoveredBy: { type: String },
  recoveredAt: { type: Date },
});

export type ContactReplacement = InferSchemaType<typeof contactReplacementSchema>;

/**
 * Of every account. A reservation has no password yet and names the flow that holds it. An employee's account is active from
 * the proof of the line on; its first password follows.
 */
const sharedFields = fieldsOf({
  _id: { type: String, required: true },
  /** Case-sensitive, unique over all accounts; an employee's is the line, E.164. */
  username: { type: String, required: true },
  /** 11 digits. */
  vatNumber: { type: String, required: true },
  status: { type: String, enum: accountStatuses, required: true },
  /** Workflow id of the flow whose reservation or account this is; only that flow may activate or release it. */
  heldBy: { type: String, required: true },
  /** The mailbox of the contract, the one that an employee typed, or the one that a Telco Manager was invited at. */
  email: { type: String },
  /** Whether that mailbox received a link or a code that was used: a recovery goes by no other. */
  emailVerified: { type: Boolean, required: true },
  /** When the mailbox was proved in place of another one: an earlier proof no longer changes it. */
  emailProvenAt: { type: Date },
  /** What the registration went by, and an employee's recovery goes by. */
  channel: { type: String, enum: contactChannels, required: true },
  /** The latest changes of contacts; a stale one goes with the next change. */
  contactReplacements: { type: [contactReplacementSchema], default: undefined },
  /** `email`, `mobile`: they open no recovery, because a former one undid it. */
  frozenContacts: { type: [String], default: undefined },
  /** Workflow id of the flow that may set the password now. */
  passwordOpenTo: { type: String },
  /** Id of the update that set the password last. */
  passwordSetBy: { type: String },
  passwordSetAt: { type: Date },
  passwordHash: { type: String },
  /** Raised with each password; a session made under an earlier one has ended. */
  sessionEpoch: { type: Number, default: 0 },
  /** By which authenticators tell accounts apart: random, base64url; made with the first passkey. */
  passkeyUserHandle: { type: String },
  /** Raised with each recovery: passkeys of an earlier one are suspended. */
  passkeyEpoch: { type: Number },
  passkeysSuspendedAt: { type: Date },
  /** Written with each new passkey, so that no two are counted at once. */
  passkeysAdded: { type: Number },
  locale: { type: String, enum: ['it', 'en'], required: true },
  reservedAt: { type: Date, required: true },
  activatedAt: { type: Date },
});

/** Of User Admins and Telco Managers, whose account begins with a link in a mail. */
const administratorFields = fieldsOf({
  email: { type: String, required: true },
  /** Of the contract, or as the Telco Manager was invited; E.164. */
  mobile: { type: String, required: true },
  /** When the mobile was proved in place of another one: an earlier proof no longer changes it. */
  mobileProvenAt: { type: Date },
  /** Until then no other flow takes the reservation over: the mailbox was opened. */
  provenUntil: { type: Date },
});

const userAdminFields = fieldsOf({
  ...administratorFields,
  /** Of the contract that it was registered by. */
  customerCode: { type: String, required: true },
  /** Keyed digest of the legal representative by whose data it was registered. */
  representativeKey: { type: String, required: true },
  /** Since when the contract names another representative, and the keyed digest of that one: the User Admin is to be reviewed. */
  reviewSince: { type: Date },
  reviewFor: { type: String },
  /** Profiles of Telco Managers that were asked for, refused ones too: written with each, so that no two are counted at once. */
  profilesAsked: { type: Number },
  /** Workflow id of the flow that this one took the reservation over from. */
  takenOverFrom: { type: String },
});

const telcoManagerFields = fieldsOf({
  ...administratorFields,
  /** As the User Admin wrote them. */
  firstName: { type: String, required: true },
  lastName: { type: String, required: true },
  /** Id of the account of the User Admin who sent the latest invitation. */
  invitedBy: { type: String },
  /** Since when the latest invitation is over, unused; absent while it runs and once it was used. */
  invitationEndedAt: { type: Date },
});

const employeeFields = fieldsOf({
  /** When a second line was proved for the account last. */
  lineProvenAt: { type: Date },
  /** Of the accounts that had the line before: they are told of it; until the first password. */
  formerOwners: { type: [formerOwnerSchema], default: undefined },
});

type AccountOf<Kind extends (typeof accountKinds)[number], Fields> = {
  readonly kind: Kind;
} & DocumentOf<typeof sharedFields & Fields>;

export type UserAdmin = AccountOf<'userAdmin', typeof userAdminFields>;
export type TelcoManager = AccountOf<'telcoManager', typeof telcoManagerFields>;
export type Employee = AccountOf<'employee', typeof employeeFields>;

/** One collection for all kinds, so that a username is unique over all of them. */
export type Account = UserAdmin | TelcoManager | Employee;

/** What comes to an account once it is made. */
type LaterField =
  | 'emailProvenAt'
  | 'mobileProvenAt'
  | 'contactReplacements'
  | 'frozenContacts'
  | 'passwordSetBy'
  | 'passwordSetAt'
  | 'passwordHash'
  | 'passkeyUserHandle'
  | 'passkeyEpoch'
  | 'passkeysSuspendedAt'
  | 'passkeysAdded'
  | 'provenUntil'
  | 'reviewSince'
  | 'reviewFor'
  | 'profilesAsked'
  | 'takenOverFrom'
  | 'invitationEndedAt'
  | 'lineProvenAt';

/** As it is made. */
export type MadeAccount<Kind extends Account> = Whole<Omit<Kind, LaterField>>;

/** As a flow with a link reserves it. */
export type ReservedAccount<Kind extends Administrator> = Omit<
  MadeAccount<Kind>,
  'passwordOpenTo' | 'sessionEpoch' | 'activatedAt'
>;

/** Their account begins with a link in a mail. */
export type Administrator = UserAdmin | TelcoManager;

/** Finds an active account as long as its password is the one that a session or flow was begun under. */
export function activeUnder(accountId: string, sessionEpoch: number): QueryFilter<Account> {
  const epochs = sessionEpoch === 0 ? [0, null] : [sessionEpoch];
  return { _id: accountId, status: 'active', sessionEpoch: { $in: epochs } };
}

export function isOfKind<Kind extends Account['kind']>(
  account: Account,
  kind: Kind,
): account is Extract<Account, { readonly kind: Kind }> {
  return account.kind === kind;
}

export const accountSchema = schemaOfKinds<Account>('accounts', 'kind', {
  kind: { type: String, enum: accountKinds, required: true },
  ...sharedFields,
});

/** A document of a kind has the fields of its kind, and none of another one's. */
export const userAdminSchema = kindSchema<UserAdmin>(userAdminFields);
export const telcoManagerSchema = kindSchema<TelcoManager>(telcoManagerFields);
export const employeeSchema = kindSchema<Employee>(employeeFields);

/** One User Admin a VAT number (rule 14 of the FAQ), under any race. */
accountSchema.index(
  { vatNumber: 1 },
  { name: 'one_user_admin_a_vat_number', unique: true, partialFilterExpression: { kind: 'userAdmin' } },
);
/** Telco Managers (rule 15 of the FAQ), listed by their usernames. */
accountSchema.index(
  { vatNumber: 1, username: 1 },
  { name: 'telco_managers_of_a_company', partialFilterExpression: { kind: 'telcoManager' } },
);
/** Usernames are case-sensitive (rule 22 of the FAQ): no collation. */
accountSchema.index({ username: 1 }, { name: 'one_account_a_username', unique: true });
accountSchema.index({ heldBy: 1 }, { name: 'account_held_by_a_flow' });
accountSchema.index({ passwordOpenTo: 1 }, { name: 'password_open_to_a_flow', sparse: true });
accountSchema.index(
  { 'contactReplacements.flowId': 1 },
  { name: 'contact_replaced_by_a_flow', sparse: true },
);
accountSchema.index({ passwordSetBy: 1 }, { name: 'password_of_an_update', sparse: true });
