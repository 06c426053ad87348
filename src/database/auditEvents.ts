import { Schema } from 'mongoose';
import { accountKinds } from './accounts';

/** What is worth knowing afterwards: each a thing that happened, none a wish. */
export const auditEventNames = [
  'signedIn',
  'signInRefused',
  'signInWait',
  'recognitionRefused',
  'passwordProven',
  'passwordRefused',
  'sessionsEnded',
  'accessRefused',
  'accountActivated',
  'accountClosed',
  'passwordSet',
  'codesSpent',
  'pukTriesSpent',
  'contractMismatchesSpent',
  'lineAssociated',
  'lineReleased',
  'autologinSwitched',
  'contactChanged',
  'telcoManagerInvited',
  'userAdminFlagged',
  'userAdminReviewed',
] as const;
export type AuditEventName = (typeof auditEventNames)[number];

/** Who did it: somebody with an account, somebody without, the support desk, or an import of records. */
export const auditRoles = [...accountKinds, 'nobody', 'supportDesk', 'records'] as const;

export interface AuditActor {
  readonly role: (typeof auditRoles)[number];
  readonly accountId?: string | undefined;
  /** Masked username. */
  readonly name?: string | undefined;
}

/** One security event. Personal data is masked or keyed; what is here is never changed. */
export interface AuditEvent {
  /** Keyed digest of what makes the event one: recorded again, it is the same. */
  readonly _id: string;
  readonly event: AuditEventName;
  readonly at: Date;
  readonly actor: AuditActor;
  /** Keyed digest of the VAT number of the company that it concerns. */
  readonly companyKey?: string | undefined;
  /** What it happened to, masked. */
  readonly subject?: string | undefined;
  /** Keyed digest of the username or line that it happened to, known or not: what is looked up by. */
  readonly subjectKey?: string | undefined;
  /** A word of the code that says more: a refusal's code, a reason. */
  readonly detail?: string | undefined;
  /** Keyed digest of the network address. */
  readonly addressKey?: string | undefined;
  /** Support reference of the flow. */
  readonly reference?: string | undefined;
  readonly expiresAt: Date;
}

const actorSchema = new Schema<AuditActor>(
  { role: { type: String, enum: auditRoles, required: true }, accountId: String, name: String },
  { _id: false, versionKey: false, strict: 'throw' },
);

export const auditEventSchema = new Schema<AuditEvent>(
  {
    _id: { type: String, required: true },
    event: { type: String, enum: auditEventNames, required: true },
    at: { type: Date, required: true },
    actor: { type: actorSchema, required: true },
    companyKey: { type: String },
    subject: { type: String },
    subjectKey: { type: String },
    detail: { type: String },
    addressKey: { type: String },
    reference: { type: String },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'auditEvents', versionKey: false, strict: 'throw', strictQuery: 'throw' },
);

auditEventSchema.index({ companyKey: 1, at: -1 }, { name: 'audit_of_a_company' });
auditEventSchema.index(
  { subjectKey: 1, at: -1 },
  { name: 'audit_of_a_subject', partialFilterExpression: { subjectKey: { $exists: true } } },
);
auditEventSchema.index({ at: -1 }, { name: 'audit_by_time' });
auditEventSchema.index({ expiresAt: 1 }, { name: 'audit_event_expires', expireAfterSeconds: 0 });
