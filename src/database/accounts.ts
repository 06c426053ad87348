import { Schema } from 'mongoose';

const accountStatuses = ['reserved', 'active'] as const;

/** An account; a reservation is one that has no password yet and names the flow that holds it. */
export interface Account {
  /** Flow that made the account: `<flow>/<flowId>`. */
  readonly _id: string;
  readonly kind: 'userAdmin';
  /** Case-sensitive, unique over all accounts. */
  readonly username: string;
  /** 11 digits. */
  readonly vatNumber: string;
  readonly customerCode: string;
  readonly status: (typeof accountStatuses)[number];
  /** Workflow id of the flow whose reservation or account this is; only that flow may activate or release it. */
  readonly heldBy: string;
  /** Workflow id of the flow that this one took the reservation over from. */
  readonly takenOverFrom?: string | undefined;
  /** Until then nobody takes the reservation over: the mailbox was opened. */
  readonly provenUntil?: Date | undefined;
  /** Id of the update that set the first password. */
  readonly activatedBy?: string | undefined;
  readonly passwordHash?: string | undefined;
  readonly locale: 'it' | 'en';
  readonly reservedAt: Date;
  readonly activatedAt?: Date | undefined;
}

export const accountSchema = new Schema<Account>(
  {
    _id: { type: String, required: true },
    kind: { type: String, enum: ['userAdmin'], required: true },
    username: { type: String, required: true },
    vatNumber: { type: String, required: true },
    customerCode: { type: String, required: true },
    status: { type: String, enum: accountStatuses, required: true },
    heldBy: { type: String, required: true },
    takenOverFrom: { type: String },
    provenUntil: { type: Date },
    activatedBy: { type: String },
    passwordHash: { type: String },
    locale: { type: String, enum: ['it', 'en'], required: true },
    reservedAt: { type: Date, required: true },
    activatedAt: { type: Date },
  },
  { collection: 'accounts', versionKey: false, strict: 'throw', strictQuery: 'throw' },
);

/** One User Admin a VAT number (rule 14 of the FAQ), under any race. */
accountSchema.index(
  { vatNumber: 1 },
  { name: 'one_user_admin_a_vat_number', unique: true, partialFilterExpression: { kind: 'userAdmin' } },
);
/** Usernames are case-sensitive (rule 22 of the FAQ): no collation. */
accountSchema.index({ username: 1 }, { name: 'one_account_a_username', unique: true });
accountSchema.index({ heldBy: 1 }, { name: 'account_held_by_a_flow' });
