import { mongo, Error as MongooseErrors } from 'mongoose';

/** What the driver and mongoose throw while no server can be asked, or before one has answered. */
const connectionFailures = [
  mongo.MongoNetworkError,
  mongo.MongoServerSelectionError,
  mongo.MongoOperationTimeoutError,
  mongo.MongoNotConnectedError,
  mongo.MongoServerClosedError,
  mongo.MongoTopologyClosedError,
  mongo.MongoClientClosedError,
  mongo.MongoExpiredSessionError,
  mongo.MongoStalePrimaryError,
  MongooseErrors.MongooseServerSelectionError,
];

/** The driver does not export the classes of these. */
const poolFailures = ['MongoPoolClosedError', 'MongoWaitQueueTimeoutError'];

/** Labels by which server and driver say that the same operation may succeed later. */
const passingLabels = [
  'RetryableWriteError',
  'RetryableError',
  'SystemOverloadedError',
  'TransientTransactionError',
  'UnknownTransactionCommitResult',
];

/** The server's codes for "not now". */
const passingCodes = new Set([
  6, // HostUnreachable
  7, // HostNotFound
  18, // AuthenticationFailed: while credentials are changed
  43, // CursorNotFound
  46, // LockBusy
  50, // MaxTimeMSExpired
  64, // WriteConcernTimeout
  89, // NetworkTimeout
  91, // ShutdownInProgress
  100, // UnsatisfiableWriteConcern
  112, // WriteConflict
  133, // FailedToSatisfyReadPreference
  134, // ReadConcernMajorityNotAvailableYet
  189, // PrimarySteppedDown
  202, // NetworkInterfaceExceededTimeLimit
  251, // NoSuchTransaction
  262, // ExceededTimeLimit
  9001, // SocketException
  10_058, // LegacyNotPrimary
  10_107, // NotWritablePrimary
  11_600, // InterruptedAtShutdown
  11_602, // InterruptedDueToReplStateChange
  13_435, // NotPrimaryNoSecondaryOk
  13_436, // NotPrimaryOrSecondary
  14_031, // OutOfDiskSpace
]);

/** What Node says of a connection that breaks while a request is written: the driver hands these on as they are. */
const socketFailures = new Set(['EPIPE', 'ECONNRESET', 'ECONNABORTED', 'ERR_STREAM_DESTROYED']);

/**
 * Whether the database could not do now what it may do later: it is away, too slow, changing its primary, or in conflict
 * with another transaction. A duplicate, a document that does not fit its schema, a query that the server refuses, and
 * any error of the program itself are no such failure.
 */
export function isDatabaseFailure(error: unknown): boolean {
  if (connectionFailures.some((failure) => error instanceof failure)) return true;
  if (error instanceof MongooseErrors) return isAskedBeforeConnected(error);
  if (!(error instanceof mongo.MongoError)) return isSocketFailure(error);
  return (
    poolFailures.includes(error.name) ||
    passingLabels.some((label) => error.hasErrorLabel(label)) ||
    (typeof error.code === 'number' && passingCodes.has(error.code)) ||
    // A write of several parts hands on what stopped it inside an error of its own.
    (error instanceof mongo.MongoBulkWriteError && isDatabaseFailure(error.errorResponse))
  );
}

function isSocketFailure(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return typeof error.code === 'string' && socketFailures.has(error.code);
}

/** Mongoose has no class for it. */
function isAskedBeforeConnected({ message }: Error): boolean {
  return message.includes('before initial connection is complete');
}

/** The refusal of a unique index. */
export interface DuplicateKey {
  /** First field of the index; undefined where the server names neither its pattern nor an index of ours. */
  readonly field: string | undefined;
}

/** First field of each unique index, for servers that name the index in the message alone. */
const firstFieldOfIndex: Readonly<Record<string, string>> = {
  _id_: '_id',
  one_user_admin_a_vat_number: 'vatNumber',
  one_account_a_username: 'username',
  one_passkey_a_credential: 'credentialId',
  session_of_a_request: 'requestDigest',
  session_of_a_token: 'tokenDigest',
  two_lines_an_account: 'accountId',
};

/** Which unique index refused a write; undefined for any other error. */
export function duplicateKey(error: unknown): DuplicateKey | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 11_000) return undefined;
  const pattern = 'keyPattern' in error ? error.keyPattern : undefined;
  if (typeof pattern === 'object' && pattern !== null) return { field: Object.keys(pattern)[0] };
  const index = / index: (?:\S*\$)?(\w+)/.exec(error.message)?.[1] ?? '';
  return { field: firstFieldOfIndex[index] };
}

/** The server's code of an error and its name, for logs; never the message, which quotes documents. */
export function databaseCodesOf(error: unknown): { databaseCode?: number; databaseCodeName?: string } {
  if (!(error instanceof mongo.MongoError)) return {};
  const { code } = error;
  const codeName: unknown = 'codeName' in error ? error.codeName : undefined;
  return {
    ...(typeof code === 'number' && { databaseCode: code }),
    ...(typeof codeName === 'string' && { databaseCodeName: codeName }),
  };
}
