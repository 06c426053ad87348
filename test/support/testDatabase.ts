import { randomUUID } from 'node:crypto';
import { openDatabase, type Database } from '../../src/database/database';
import { makeIndexes } from '../../src/database/indexes';

/** A database of its own on the server of `TEST_MONGODB_URI`, with its indexes. `monitored`: its driver tells each command. */
export async function openTestDatabase({ monitored = false } = {}): Promise<Database> {
  const server = process.env['TEST_MONGODB_URI'];
  if (!server) throw new Error('TEST_MONGODB_URI names no database server.');
  const uri = new URL(server);
  uri.pathname = `/test-${randomUUID()}`;
  if (monitored) uri.searchParams.set('monitorCommands', 'true');
  const database = await openDatabase(uri.href);
  await makeIndexes(database.connection);
  return database;
}

export async function dropTestDatabase(database: Database): Promise<void> {
  await database.connection.dropDatabase();
  await database.connection.close();
}
