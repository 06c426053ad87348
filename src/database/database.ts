import type { Connection, Model } from 'mongoose';
import { accountSchema, type Account } from './accounts';
import { auditEventSchema, type AuditEvent } from './auditEvents';
import { budgetUseSchema, type BudgetUse } from './budgets';
import { companySchema, type Company } from './companies';
import { connectDatabase, connectDatabaseOrKeepTrying } from './connection';
import { flowCreationSchema, type FlowCreation } from './flowCreations';
import { importProgressSchema, type ImportProgress } from './imports';
import { lineAssociationSchema, type LineAssociation } from './lineAssociations';
import { lineSchema, type Line } from './lines';
import { numberVerificationSchema, type NumberVerification } from './numberVerifications';
import { offerSchema, type Offer } from './offers';
import { passwordClaimSchema, type PasswordClaim } from './passwordClaims';
import { recognitionUseSchema, type RecognitionUse } from './recognitionUses';
import { sendRecordSchema, type SendRecord } from './sendRecords';
import { sessionSchema, type Session } from './sessions';
import { signInTriesSchema, type SignInTries } from './signInTries';

/** The collections of the service on one connection. */
export interface Database {
  readonly connection: Connection;
  readonly accounts: Model<Account>;
  readonly auditEvents: Model<AuditEvent>;
  readonly budgetUses: Model<BudgetUse>;
  readonly companies: Model<Company>;
  readonly flowCreations: Model<FlowCreation>;
  readonly imports: Model<ImportProgress>;
  readonly lineAssociations: Model<LineAssociation>;
  readonly lines: Model<Line>;
  readonly numberVerifications: Model<NumberVerification>;
  readonly offers: Model<Offer>;
  readonly passwordClaims: Model<PasswordClaim>;
  readonly recognitionUses: Model<RecognitionUse>;
  readonly sendRecords: Model<SendRecord>;
  readonly sessions: Model<Session>;
  readonly signInTries: Model<SignInTries>;
}

/** Connects and binds the collections; {@link ensureIndexes} makes their indexes. */
export async function openDatabase(uri: string): Promise<Database> {
  return databaseOn(await connectDatabase(uri));
}

/** The same for a process that has to start while the database is away. */
export async function openDatabaseOrKeepTrying(uri: string): Promise<Database> {
  return databaseOn(await connectDatabaseOrKeepTrying(uri));
}

function databaseOn(connection: Connection): Database {
  return {
    connection,
    accounts: connection.model<Account>('Account', accountSchema),
    auditEvents: connection.model<AuditEvent>('AuditEvent', auditEventSchema),
    budgetUses: connection.model<BudgetUse>('BudgetUse', budgetUseSchema),
    companies: connection.model<Company>('Company', companySchema),
    flowCreations: connection.model<FlowCreation>('FlowCreation', flowCreationSchema),
    imports: connection.model<ImportProgress>('ImportProgress', importProgressSchema),
    lineAssociations: connection.model<LineAssociation>('LineAssociation', lineAssociationSchema),
    lines: connection.model<Line>('Line', lineSchema),
    numberVerifications: connection.model<NumberVerification>('NumberVerification', numberVerificationSchema),
    offers: connection.model<Offer>('Offer', offerSchema),
    passwordClaims: connection.model<PasswordClaim>('PasswordClaim', passwordClaimSchema),
    recognitionUses: connection.model<RecognitionUse>('RecognitionUse', recognitionUseSchema),
    sendRecords: connection.model<SendRecord>('SendRecord', sendRecordSchema),
    sessions: connection.model<Session>('Session', sessionSchema),
    signInTries: connection.model<SignInTries>('SignInTries', signInTriesSchema),
  };
}

/** Creates the collections and their indexes where they are missing. Unique indexes are what holds the service's promises. */
export async function ensureIndexes(database: Database): Promise<void> {
  for (const model of Object.values(database.connection.models)) {
    await model.createCollection();
    await model.createIndexes();
  }
}
