import type { Figures } from '../src/config/figures';
import type { Database } from '../src/database/database';
import type { RecordRetentionEffects } from '../workflows/contracts/recordRetention';

export interface RecordRetentionDependencies {
  readonly database: Database;
  readonly figures: Pick<Figures, 'recordRetentionMs'>;
}

const documentsAtOnce = 500;
const kinds = ['companies', 'lines'] as const;
type Kind = (typeof kinds)[number];

/** The activity of the retention; broken off and repeated, it goes on. */
export function createRecordRetentionActivities(
  dependencies: RecordRetentionDependencies,
): RecordRetentionEffects {
  return { removeLeftRecords: ({ now }) => removeLeftRecords(dependencies, now) };
}

/** Records that nobody imports are the CRM's: nothing is noted, and nothing removed. */
async function removeLeftRecords(
  { database, figures: { recordRetentionMs } }: RecordRetentionDependencies,
  now: number,
) {
  const removed = { companies: 0, lines: 0 };
  if (recordRetentionMs === undefined) return removed;
  for (const kind of kinds) {
    await noteLeft(database, kind, new Date(now));
    removed[kind] = await removeLeft(database, kind, new Date(now - recordRetentionMs));
  }
  return removed;
}

/** A file is a whole extract: what the latest one lacks has left. An import writes each document anew, without the note. */
async function noteLeft(database: Database, kind: Kind, leftAt: Date): Promise<void> {
  const latest = await database.imports.findById(kind).lean();
  if (latest?.state !== 'finished') return;
  const left = { 'source.fileDigest': { $ne: latest.fileDigest }, leftAt: { $exists: false } };
  const { collection } = database[kind];
  for await (const ids of batchesOf(collection.find<Named>(left, { projection: { vatNumber: 1 } })))
    await collection.updateMany({ ...left, _id: { $in: idsOf(ids) } }, { $set: { leftAt } });
}

/** What still belongs to an account stays with it. */
async function removeLeft(database: Database, kind: Kind, leftUntil: Date): Promise<number> {
  const left = { leftAt: { $lte: leftUntil } };
  const { collection } = database[kind];
  let removed = 0;
  for await (const found of batchesOf(collection.find<Named>(left, { projection: { vatNumber: 1 } }))) {
    const unused = await withoutAccounts(database, kind, found);
    const { deletedCount } = await collection.deleteMany({ ...left, _id: { $in: idsOf(unused) } });
    removed += deletedCount;
  }
  return removed;
}

interface Named {
  readonly _id: string;
  readonly vatNumber: string;
}

async function withoutAccounts(
  { accounts, lineAssociations }: Database,
  kind: Kind,
  found: readonly Named[],
): Promise<readonly Named[]> {
  if (kind === 'lines') {
    const used = await lineAssociations.distinct('_id', { _id: { $in: found.map(({ _id }) => _id) } });
    return found.filter(({ _id }) => !used.includes(_id));
  }
  const vatNumbers = found.map(({ vatNumber }) => vatNumber);
  const used = await accounts.distinct('vatNumber', { vatNumber: { $in: vatNumbers } });
  return found.filter(({ vatNumber }) => !used.includes(vatNumber));
}

function idsOf(found: readonly Named[]): never[] {
  return found.map(({ _id }) => _id as never);
}

async function* batchesOf(found: AsyncIterable<Named>): AsyncGenerator<readonly Named[]> {
  let batch: Named[] = [];
  for await (const document of found) {
    batch.push(document);
    if (batch.length < documentsAtOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
