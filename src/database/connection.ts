import { setTimeout as delay } from 'node:timers/promises';
import mongoose, { mongo, type Connection, type ConnectOptions } from 'mongoose';

const retryMs = 1_000;

/** Updates are held to the schema as new documents are; mongoose itself would check the latter alone. */
mongoose.set('runValidators', true);

/** Acknowledged writes are durable: majority and journal. Nothing is decided on what a failover may take back: reads are of the majority. */
const options: ConnectOptions = {
  /** How long an operation looks for a server before it fails; a failure is a wait for workflows and a 503 at the edge. */
  serverSelectionTimeoutMS: 2_000,
  socketTimeoutMS: 20_000,
  writeConcern: { w: 'majority', journal: true },
  readConcern: { level: 'majority' },
  autoIndex: false,
  autoCreate: false,
  bufferCommands: false,
};

/** A standalone `mongod` has no transactions: flows would wait for ever. */
class StandaloneDatabase extends Error {
  override readonly name = 'StandaloneDatabase';

  constructor() {
    super(
      'MONGODB_URI names a standalone server, which has no transactions: make it a replica set (of one will do).',
    );
  }
}

/**
 * Opens a connection.
 *
 * @param uri `mongodb://…/<database>`
 * @throws StandaloneDatabase
 */
export async function connectDatabase(uri: string): Promise<Connection> {
  const connection = mongoose.createConnection();
  await open(connection, uri);
  return connection;
}

async function open(connection: Connection, uri: string): Promise<void> {
  await connection.openUri(uri, options);
  const hello = await connection.getClient().db('admin').command({ hello: 1 });
  if (hello['setName'] !== undefined || hello['msg'] === 'isdbgrid') return;
  await connection.close();
  throw new StandaloneDatabase();
}

/**
 * Opens a connection and goes on trying when the database is away, so that a process starts without it; until then
 * every operation fails at once.
 *
 * @throws MongoParseError when `uri` is none
 * @throws StandaloneDatabase where that is known at once; where it is known later, the process ends with it
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
    await open(connection, uri);
    return true;
  } catch (error) {
    const isForGood = error instanceof StandaloneDatabase || error instanceof mongo.MongoParseError;
    if (isForGood) throw error;
    return false;
  }
}
