import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { databaseBeside } from '../../embedded/databaseServer';
import { openDatabase, type Database } from '../../src/database/database';
import { makeIndexes } from '../../src/database/indexes';
import { testFolder } from './testFolder';

/** Begins the names of all databases of this run. */
export function databasesOfRun(): string {
  return basename(testFolder());
}

/** A database of its own on the server of `TEST_MONGODB_URI`, which all test files share. */
export function ownDatabaseUri(): string {
  const server = process.env['TEST_MONGODB_URI'];
  if (!server) throw new Error('TEST_MONGODB_URI names no database server.');
  return databaseBeside(server, `${databasesOfRun()}-${randomUUID()}`);
}

/** A database of its own, with its indexes. `monitored`: its driver tells each command. */
export async function openTestDatabase({ monitored = false } = {}): Promise<Database> {
  const uri = ownDatabaseUri();
  const told = `${uri}${uri.includes('?') ? '&' : '?'}monitorCommands=true`;
  const database = await openDatabase(monitored ? told : uri);
  await makeIndexes(database.connection);
  return database;
}

export async function dropTestDatabase(database: Database): Promise<void> {
  await database.connection.dropDatabase();
  await database.connection.close();
}
