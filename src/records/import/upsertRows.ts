import type { Collection } from 'mongoose';
import type { Database } from '../../database/database';
import { inDatabase } from './importFailure';
import type { RecordDocument, RecordFile } from './recordFile';
import type { Reject } from './rejectsFile';
import type { Row } from './rows';

/** What became of some rows: each is in one of the two. */
interface Upserted {
  /** Rows that are in the database now. */
  readonly written: number;
  readonly rejected: readonly Reject[];
}

type Documents = ReadonlyMap<string, RecordDocument>;

/**
 * Writes the rows that are right; each replaces the document of its key, so that doing it again changes nothing.
 *
 * @param fileDigest tells a row that repeats an earlier one of the same file from a row that an earlier import brought.
 */
export async function upsertRows(
  database: Database,
  recordFile: RecordFile,
  fileDigest: string,
  rows: readonly Row[],
): Promise<Upserted> {
  const { documents, rejects } = readDocuments(recordFile, fileDigest, rows);
  if (documents.size === 0) return { written: 0, rejected: rejects };
  const collection = database[recordFile.kind].collection;
  const repeated = await keysOfEarlierRows(collection, fileDigest, documents);
  const wanted = [...documents.values()].filter(({ _id }) => !repeated.has(_id));
  const written = await replaceAll(collection, wanted);
  const late = [...documents.values()].filter(({ _id }) => repeated.has(_id));
  const rejected = [...rejects, ...late.map(({ source }) => duplicate(recordFile, source.line))].sort(
    (left, right) => left.line - right.line,
  );
  return { written, rejected };
}

function readDocuments(
  recordFile: RecordFile,
  fileDigest: string,
  rows: readonly Row[],
): { documents: Documents; rejects: readonly Reject[] } {
  const documents = new Map<string, RecordDocument>();
  const rejects: Reject[] = [];
  for (const row of rows) {
    const reading =
      'fault' in row ? { faults: [row.fault] } : recordFile.read(row.values, { fileDigest, line: row.line });
    if ('faults' in reading) rejects.push({ line: row.line, faults: reading.faults });
    else if (documents.has(reading.document._id)) rejects.push(duplicate(recordFile, row.line));
    else documents.set(reading.document._id, reading.document);
  }
  return { documents, rejects };
}

function duplicate({ keyColumn }: RecordFile, line: number): Reject {
  const reason = 'an earlier row of the file has the same key; that one counts';
  return { line, faults: [{ code: 'DUPLICATE_KEY', column: keyColumn, reason }] };
}

async function keysOfEarlierRows(
  collection: Collection,
  fileDigest: string,
  documents: Documents,
): Promise<ReadonlySet<string>> {
  const found = await inDatabase(() =>
    collection
      .find<RecordDocument>({ _id: { $in: [...documents.keys()] as never[] } }, { projection: { source: 1 } })
      .toArray(),
  );
  const repeated = found.filter(({ _id, source }) => {
    const line = documents.get(_id)?.source.line ?? 0;
    return source.fileDigest === fileDigest && source.line < line;
  });
  return new Set(repeated.map(({ _id }) => _id));
}

/** @returns how many documents the database says it has written or found as they are */
async function replaceAll(collection: Collection, documents: readonly RecordDocument[]): Promise<number> {
  if (documents.length === 0) return 0;
  const operations = documents.map((document) => ({
    replaceOne: { filter: { _id: document._id as never }, replacement: { ...document }, upsert: true },
  }));
  const { matchedCount, upsertedCount } = await inDatabase(() =>
    collection.bulkWrite(operations, { ordered: false }),
  );
  return matchedCount + upsertedCount;
}
