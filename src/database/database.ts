import type { Connection, Model } from 'mongoose';
import {
  type Account,
  accountSchema,
  type Employee,
  employeeSchema,
  type TelcoManager,
  telcoManagerSchema,
  type UserAdmin,
  userAdminSchema,
} from './accounts';
import { type AuditEvent, auditEventSchema } from './auditEvents';
import { connectDatabase, connectDatabaseOrKeepTrying } from './connection';
import {
  type ConfirmedSignIn,
  confirmedSignInSchema,
  type FlowCreation,
  flowCreationSchema,
  type NumberVerification,
  numberVerificationSchema,
  type OpenCall,
  openCallSchema,
  type PasswordClaim,
  passwordClaimSchema,
} from './flowNotes';
import { type LimitDocument, limitSchema } from './limitDocuments';
import { type LineAssociation, lineAssociationSchema } from './lineAssociations';
import { type MigrationRecord, migrationRecordSchema } from './migrationRecords';
import { type Passkey, passkeySchema } from './passkeys';
import { type ProofUse, proofUseSchema } from './proofUses';
import {
  type Company,
  companySchema,
  type ImportProgress,
  importProgressSchema,
  type Line,
  lineSchema,
  type Offer,
  offerSchema,
} from './recordDocuments';
import { type SendRecord, sendRecordSchema } from './sendRecords';
import { type Session, sessionSchema } from './sessions';

/** The collections of the service on one connection. */
export interface Database {
  readonly connection: Connection;
  /** Of every kind; those of one kind have a model of their own. */
  readonly accounts: Model<Account>;
  readonly userAdmins: Model<UserAdmin>;
  readonly telcoManagers: Model<TelcoManager>;
  readonly employees: Model<Employee>;
  readonly auditEvents: Model<AuditEvent>;
  readonly companies: Model<Company>;
  readonly confirmedSignIns: Model<ConfirmedSignIn>;
  readonly flowCreations: Model<FlowCreation>;
  readonly imports: Model<ImportProgress>;
  readonly limits: Model<LimitDocument>;
  readonly lineAssociations: Model<LineAssociation>;
  readonly lines: Model<Line>;
  readonly migrationRecords: Model<MigrationRecord>;
  readonly numberVerifications: Model<NumberVerification>;
  readonly offers: Model<Offer>;
  readonly openCalls: Model<OpenCall>;
  readonly passkeys: Model<Passkey>;
  readonly passwordClaims: Model<PasswordClaim>;
  readonly proofUses: Model<ProofUse>;
  readonly sendRecords: Model<SendRecord>;
  readonly sessions: Model<Session>;
}

/** Connects and binds the collections, which `npm run migrate` makes with their indexes. */
export async function openDatabase(uri: string): Promise<Database> {
  return databaseOn(await connectDatabase(uri));
}

/** The same for a process that has to start while the database is away. */
export async function openDatabaseOrKeepTrying(uri: string): Promise<Database> {
  return databaseOn(await connectDatabaseOrKeepTrying(uri));
}

function databaseOn(connection: Connection): Database {
  const accounts = connection.model<Account>('Account', accountSchema);
  return {
    connection,
    accounts,
    userAdmins: accounts.discriminator<UserAdmin>('UserAdmin', userAdminSchema, 'userAdmin'),
    telcoManagers: accounts.discriminator<TelcoManager>('TelcoManager', telcoManagerSchema, 'telcoManager'),
    employees: accounts.discriminator<Employee>('Employee', employeeSchema, 'employee'),
    auditEvents: connection.model<AuditEvent>('AuditEvent', auditEventSchema),
    companies: connection.model<Company>('Company', companySchema),
    confirmedSignIns: connection.model<ConfirmedSignIn>('ConfirmedSignIn', confirmedSignInSchema),
    flowCreations: connection.model<FlowCreation>('FlowCreation', flowCreationSchema),
    imports: connection.model<ImportProgress>('ImportProgress', importProgressSchema),
    limits: connection.model<LimitDocument>('Limit', limitSchema),
    lineAssociations: connection.model<LineAssociation>('LineAssociation', lineAssociationSchema),
    lines: connection.model<Line>('Line', lineSchema),
    migrationRecords: connection.model<MigrationRecord>('MigrationRecord', migrationRecordSchema),
    numberVerifications: connection.model<NumberVerification>('NumberVerification', numberVerificationSchema),
    offers: connection.model<Offer>('Offer', offerSchema),
    openCalls: connection.model<OpenCall>('OpenCall', openCallSchema),
    passkeys: connection.model<Passkey>('Passkey', passkeySchema),
    passwordClaims: connection.model<PasswordClaim>('PasswordClaim', passwordClaimSchema),
    proofUses: connection.model<ProofUse>('ProofUse', proofUseSchema),
    sendRecords: connection.model<SendRecord>('SendRecord', sendRecordSchema),
    sessions: connection.model<Session>('Session', sessionSchema),
  };
}

/** @throws where a document cannot be read now: a gateway may answer a ping by itself */
export async function databaseAnswers({ accounts }: Pick<Database, 'accounts'>): Promise<void> {
  await accounts.findOne({ _id: '' }, { _id: 1 }).lean();
}
