import { setTimeout as delay } from 'node:timers/promises';
import mongoose, { type Connection, type ConnectOptions } from 'mongoose';

const retryMs = 1_000;

/** Updates are held to the schema as new documents are; mongoose itself would check the latter alone. */
mongoose.set('runValidators', true);

/** Acknowledged writes are durable: majority and journal. */
const options: ConnectOptions = {
  /** How long an operation looks for a server before it fails; a failure is a wait for workflows and a 503 at the edge. */
  serverSelectionTimeoutMS: 2_000,
  socketTimeoutMS: 20_000,
  writeConcern: { w: 'majority', journal: true },
  autoIndex: false,
  autoCreate: false,
  bufferCommands: false,
};

/**
 * Opens a connection.
 *
 * @param uri `mongodb://…/<database>`
 */
export async function connectDatabase(uri: string): Promise<Connection> {
  return mongoose.createConnection(uri, options).asPromise();
}

/**
 * Opens a connection and goes on trying when the database is away, so that a process starts without it; until then
 * every operation fails at once.
 *
 * @throws MongoParseError when `uri` is none
 */
export async function connectDatabaseOrKeepTrying(uri: string): Promise<Connection> {
  const connection = mongoose.createConnection();
  connection.set('bufferCommands', false);
  if (!(await isOpen(connection, uri))) void keepTrying(connection, uri);
  return connection;
}

async function keepTrying(connection: Connection, uri: string): Promise<void> {
  const closed = new AbortController();
  connection.once('close', () => closed.abort());
  do await delay(retryMs, undefined, { ref: false });
  while (!closed.signal.aborted && !(await isOpen(connection, uri)));
}

async function isOpen(connection: Connection, uri: string): Promise<boolean> {
  try {
    await connection.openUri(uri, options);
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'MongoParseError') throw error;
    return false;
  }
}
