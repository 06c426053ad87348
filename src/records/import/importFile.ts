import type { Database } from '../../database/database';
import { Checkpoint, nothingDone, type Done } from './checkpoint';
import { columnsOfFile, type RecordFile } from './recordFile';
import { mostRows, readRows } from './readRows';
import { RejectsFile } from './rejectsFile';
import { ImportFailure } from './importFailure';
import type { Row } from './rows';
import { surveyFile, type FileSurvey } from './surveyFile';
import type { Encoding } from './textLines';
import { upsertRows } from './upsertRows';

export interface ImportPlan {
  readonly file: string;
  readonly recordFile: RecordFile;
  readonly database: Database;
  /** Of a file without a byte order mark. */
  readonly encoding: Encoding;
  /** Whether to begin anew though an earlier import of the same content was broken off. */
  readonly fromStart: boolean;
  readonly progress: ImportObserver;
  readonly rowsPerBatch: number;
}

/** Sees how an import goes on. */
export interface ImportObserver {
  begin(file: string, mostRows: number, rowsDone: number): void;
  advance(rowsDone: number): void;
  end(): void;
}

export interface ImportResult {
  readonly file: string;
  /** Rows of the file that hold something; those of an earlier run that this one took up count. */
  readonly rows: number;
  readonly rejected: number;
  /** Rows that an earlier run had done. */
  readonly resumedAfter: number;
  readonly rejectsFile: string;
}

/**
 * Imports one file: in constant memory, in batches that can be repeated, and from where a broken run stopped.
 *
 * @throws ImportFailure if it cannot begin or go on.
 */
export async function importFile(plan: ImportPlan): Promise<ImportResult> {
  const survey = await surveyFile(plan.file, plan.encoding);
  const before = await doneBefore(plan, survey);
  const rejects = await RejectsFile.open(plan.file, before.rejectsBytes);
  plan.progress.begin(plan.file, mostRows(plan.file, survey), before.rows);
  try {
    const done = await importRows(plan, survey, before, rejects);
    return { ...done, file: plan.file, resumedAfter: before.rows, rejectsFile: rejects.name };
  } finally {
    plan.progress.end();
    await rejects.close();
  }
}

async function doneBefore(plan: ImportPlan, { digest }: FileSurvey): Promise<Done> {
  if (plan.fromStart) return nothingDone;
  const done = await Checkpoint.unfinished(plan.database.imports, plan.recordFile.kind, digest);
  const kept = await RejectsFile.lengthFor(plan.file);
  return kept >= done.rejectsBytes ? done : nothingDone;
}

async function importRows(
  { file, recordFile, database, progress, rowsPerBatch }: ImportPlan,
  survey: FileSurvey,
  before: Done,
  rejects: RejectsFile,
): Promise<Done> {
  const rows = readRows(file, survey, columnsOfFile(recordFile));
  const batches = batchesOf(rows, before.rows, rowsPerBatch);
  // Before the checkpoint, so that a file whose header is wrong ends nobody's claim to go on.
  const first = await batches.next();
  const checkpoint = await Checkpoint.begin(database.imports, recordFile.kind, survey.digest, before);
  let done = before;
  let imported = before.rows - before.rejected;
  for (let next = first; !next.done; next = await batches.next()) {
    const { written, rejected } = await upsertRows(database, recordFile, survey.digest, next.value);
    await rejects.add(rejected);
    imported += written;
    done = {
      rows: done.rows + next.value.length,
      rejected: done.rejected + rejected.length,
      rejectsBytes: rejects.bytes,
    };
    await checkpoint.save(done);
    progress.advance(done.rows);
  }
  refuseLoss(file, done, imported);
  await checkpoint.save(done, 'finished');
  return done;
}

/** Every row of the file is either in the database or in the rejects file. */
function refuseLoss(file: string, { rows, rejected }: Done, imported: number): void {
  if (rows === imported + rejected) return;
  throw new ImportFailure(
    `${file} has ${rows} rows, but ${imported} were imported and ${rejected} rejected: run the same command again with --from-start.`,
  );
}

/** The rows after the first `skipped`, in batches. */
async function* batchesOf(
  rows: AsyncIterable<Row>,
  skipped: number,
  rowsPerBatch: number,
): AsyncGenerator<readonly Row[]> {
  let seen = 0;
  let batch: Row[] = [];
  for await (const row of rows) {
    seen += 1;
    if (seen <= skipped) continue;
    batch.push(row);
    if (batch.length < rowsPerBatch) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
