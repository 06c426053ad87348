import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from './database';
import { duplicateKey } from './failures';
import type { MigrationRecord } from './migrationRecords';

/** A change of stored data that a version needs. */
export interface Migration {
  /** Never changed, never used again. */
  readonly id: string;
  /** May be broken off and repeated; the version before works on with what it leaves. */
  run(database: Database): Promise<void>;
}

/** How long a run that died keeps others waiting; one that lives asks for more in time. */
const leaseMs = 60_000;
const askAgainMs = 500;

/** In the order in which they run. */
export const migrations: readonly Migration[] = [
  { id: '2026-11-drop-replaced-indexes', run: dropReplacedIndexes },
];

/** Indexes that others took the place of. */
const replacedIndexes = {
  accounts: ['account_open_to_a_flow', 'password_set_by_an_update'],
  auditEvents: ['audit_by_time', 'audit_of_a_company', 'audit_of_a_subject'],
  sessions: ['one_session_a_request'],
};

async function dropReplacedIndexes({ connection }: Database): Promise<void> {
  for (const [name, replaced] of Object.entries(replacedIndexes)) {
    const collection = connection.collection(name);
    const indexes = await collection.indexes();
    for (const index of indexes)
      if (index.name !== undefined && replaced.includes(index.name)) await collection.dropIndex(index.name);
  }
}

/**
 * Runs each migration that has not run here, once; where another process is at it, waits for that.
 *
 * @returns ids of those that it ran
 */
export async function runMigrations(
  database: Database,
  wanted: readonly Migration[] = migrations,
): Promise<string[]> {
  const ran: string[] = [];
  for (const migration of wanted) if (await runUnlessDone(database, migration)) ran.push(migration.id);
  return ran;
}

/** Ids of the migrations that have not run. */
export async function openMigrations({
  migrationRecords,
}: Pick<Database, 'migrationRecords'>): Promise<string[]> {
  const ids = migrations.map(({ id }) => id);
  const done = await migrationRecords.find({ _id: { $in: ids }, doneAt: { $exists: true } }).lean();
  return ids.filter((id) => !done.some(({ _id }) => _id === id));
}

async function runUnlessDone(database: Database, migration: Migration): Promise<boolean> {
  const lease = new Lease(database, migration.id);
  while (!(await lease.isDone())) {
    if (await lease.take()) {
      await lease.during(() => migration.run(database));
      return true;
    }
    await delay(askAgainMs);
  }
  return false;
}

/** One migration in the hands of one run. */
class Lease {
  private readonly heldBy = randomUUID();
  private readonly records: Database['migrationRecords'];

  constructor(
    { migrationRecords }: Database,
    private readonly id: string,
  ) {
    this.records = migrationRecords;
  }

  async isDone(): Promise<boolean> {
    return (await this.records.exists({ _id: this.id, doneAt: { $exists: true } })) !== null;
  }

  /** @returns false where another run has it */
  async take(): Promise<boolean> {
    const free = { _id: this.id, doneAt: { $exists: false }, heldUntil: { $lte: new Date() } };
    try {
      await this.records.updateOne(free, { $set: this.held() }, { upsert: true });
      return true;
    } catch (error) {
      if (duplicateKey(error)) return false;
      throw error;
    }
  }

  /** Holds it while `work` runs, and notes that it is done; after an error another run may begin at once. */
  async during(work: () => Promise<void>): Promise<void> {
    const keeping = setInterval(() => void this.note(this.held()).catch(() => undefined), leaseMs / 3);
    try {
      await work();
      await this.note({ doneAt: new Date() });
    } catch (error) {
      await this.note({ heldUntil: new Date() }).catch(() => undefined);
      throw error;
    } finally {
      clearInterval(keeping);
    }
  }

  private held() {
    return { heldBy: this.heldBy, heldUntil: new Date(Date.now() + leaseMs) };
  }

  private async note(change: Partial<MigrationRecord>): Promise<void> {
    await this.records.updateOne({ _id: this.id, heldBy: this.heldBy }, { $set: change });
  }
}
