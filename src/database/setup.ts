import type { Database } from './database';
import { findIndexes, makeIndexes } from './indexes';
import { openMigrations, runMigrations } from './migrations';

const mostNamed = 3;

/** Something that `npm run migrate` makes is not there; the message says what, and how to mend it. */
export class SetupMissing extends Error {
  override readonly name = 'SetupMissing';

  constructor(where: string, missing: readonly string[]) {
    const further = missing.length > mostNamed ? ` and ${missing.length - mostNamed} more` : '';
    super(`${where} lacks ${missing.slice(0, mostNamed).join(', ')}${further}: run npm run migrate.`);
  }
}

/** An index of one of our names is another one: nobody but its operator knows what it is for. */
export class OtherIndex extends Error {
  override readonly name = 'OtherIndex';

  constructor(others: readonly string[]) {
    super(
      `The database has ${others.join(', ')} defined in another way than this version needs: drop it, then run npm run migrate.`,
    );
  }
}

/**
 * Makes collections and indexes, and runs the data migrations; changes nothing where all is there.
 *
 * @returns ids of the migrations that it ran
 * @throws OtherIndex before anything is made
 */
export async function setUpDatabase(database: Database): Promise<string[]> {
  const { others } = await findIndexes(database.connection);
  if (others.length > 0) throw new OtherIndex(others);
  await makeIndexes(database.connection);
  return runMigrations(database);
}

/** @throws SetupMissing, OtherIndex where the database is not as {@link setUpDatabase} leaves it */
export async function requireDatabaseSetup(database: Database): Promise<void> {
  const { missing, others } = await findIndexes(database.connection);
  if (others.length > 0) throw new OtherIndex(others);
  if (missing.length > 0) throw new SetupMissing('The database', missing);
  const open = await openMigrations(database);
  if (open.length > 0) throw new SetupMissing('The database', open);
}
