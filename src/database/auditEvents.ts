import type { InferSchemaType } from 'mongoose';
import { accountKinds } from './accounts';
import { collectionSchema, type DocumentOf, fieldsOf, partSchema } from './documents';

/** What is worth knowing afterwards: each a thing that happened, none a wish. */
export const auditEventNames = [
  'signedIn',
  'signInRefused',
  'signInWait',
  'signInCodeAsked',
  'recognitionRefused',
  'passwordProven',
  'passwordRefused',
  'passkeyAdded',
  'passkeyRenamed',
  'passkeyKept',
  'passkeyRemoved',
  'passkeyProven',
  'passkeyRefused',
  'passkeySuspected',
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
  'contactsFrozen',
  'contactsThawed',
  'telcoManagerInvited',
  'userAdminFlagged',
  'userAdminReviewed',
] as const;
export type AuditEventName = (typeof auditEventNames)[number];

/** Who did it: somebody with an account, somebody without, the support desk, or an import of records. */
export const auditRoles = [...accountKinds, 'nobody', 'supportDesk', 'records'] as const;

const actorSchema = partSchema({
  role: { type: String, enum: auditRoles, required: true },
  accountId: { type: String },
  /** Masked username. */
  name: { type: String },
});

export type AuditActor = InferSchemaType<typeof actorSchema>;

/** One security event. Personal data is masked or keyed; what is here is never changed. */
const auditEventFields = fieldsOf({
  /** Keyed digest of what makes the event one: recorded again, it is the same. */
  _id: { type: String, required: true },
  event: { type: String, enum: auditEventNames, required: true },
  at: { type: Date, required: true },
  actor: { type: actorSchema, required: true },
  /** Keyed digest of the VAT number of the company that it concerns. */
  companyKey: { type: String },
  /** What it happened to, masked. */
  subject: { type: String },
  /** Keyed digest of the username or line that it happened to, known or not: what is looked up by. */
  subjectKey: { type: String },
  /** A word of the code that says more: a refusal's code, a reason. */
  detail: { type: String },
  /** Keyed digest of the network address. */
  addressKey: { type: String },
  /** Support reference of the flow. */
  reference: { type: String },
  expiresAt: { type: Date, required: true },
});

export type AuditEvent = DocumentOf<typeof auditEventFields>;

export const auditEventSchema = collectionSchema('auditEvents', auditEventFields);

/** Each serves a page in the order of the trail, without sorting what precedes or follows it. */
auditEventSchema.index({ companyKey: 1, at: -1, _id: 1 }, { name: 'audit_pages_of_a_company' });
auditEventSchema.index({ subjectKey: 1, at: -1, _id: 1 }, { name: 'audit_pages_of_a_subject' });
auditEventSchema.index({ at: -1, _id: 1 }, { name: 'audit_pages' });
auditEventSchema.index({ expiresAt: 1 }, { name: 'audit_event_expires', expireAfterSeconds: 0 });
