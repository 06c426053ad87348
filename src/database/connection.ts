import mongoose, { type Connection } from 'mongoose';

/** How long an operation looks for a server before it fails; a failure is a wait for workflows and a 503 at the edge. */
const serverSelectionTimeoutMs = 2_000;

/**
 * Opens a connection whose acknowledged writes are durable: majority and journal.
 *
 * @param uri `mongodb://…/<database>`
 */
export async function connectDatabase(uri: string): Promise<Connection> {
  return mongoose
    .createConnection(uri, {
      serverSelectionTimeoutMS: serverSelectionTimeoutMs,
      socketTimeoutMS: 20_000,
      writeConcern: { w: 'majority', journal: true },
      autoIndex: false,
      autoCreate: false,
      bufferCommands: false,
    })
    .asPromise();
}
