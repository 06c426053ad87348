import { Command, Option } from 'commander';
import { loadSettings, type Settings } from '../src/config/config';
import { openDatabase, type Database } from '../src/database/database';
import { OtherIndex, requireDatabaseSetup, SetupMissing } from '../src/database/setup';
import { ImportFailure, inDatabase } from '../src/records/import/importFailure';
import { createCompanyRecords } from '../src/records/createCustomerRecords';
import type { ImportResult } from '../src/records/import/importFile';
import { importProgressBar } from '../src/records/import/importProgressBar';
import { importRecords, type ImportFiles } from '../src/records/import/importRecords';
import { encodings, type Encoding } from '../src/records/import/textLines';
import { ReviewFailure, runReview } from './review/reviewRecords';
import { renewRepresentativeKeys } from './review/userAdminReview';

type Options = ImportFiles & { readonly fromStart: boolean; readonly encoding: Encoding };

const exitCodes = { done: 0, rejected: 1, failed: 2, notReviewed: 3 } as const;

interface Imported {
  readonly results: readonly ImportResult[];
  /** What follows for accounts, or why that is not done; nothing follows from offers alone. */
  readonly review: string | ReviewFailure | undefined;
}

/** @throws ImportFailure with a sentence that says what to do. */
async function importFiles({ fromStart, encoding, ...files }: Options): Promise<Imported> {
  if (Object.keys(files).length === 0)
    throw new ImportFailure('Nothing to import: give --companies, --lines or --offers with a file.');
  const settings = settingsOfImport();
  const { config, secrets } = settings;
  const { workerKeys } = secrets;
  if (!workerKeys)
    throw new ImportFailure('WORKER_KEYS must be set: PUKs are digested under them before they are stored.');
  const database = await inDatabase(() => openDatabase(config.mongodbUri));
  try {
    await inDatabase(() => setupOf(database));
    if (files.companies !== undefined) await inDatabase(() => renewKeys(settings, database));
    const progress = importProgressBar();
    const results = await importRecords(files, { database, workerKeys, fromStart, encoding, progress });
    const review = files.companies ?? files.lines;
    return { results, review: review && (await reviewAfter(settings, database)) };
  } finally {
    await close(database);
  }
}

async function setupOf(database: Database): Promise<void> {
  try {
    await requireDatabaseSetup(database);
  } catch (error) {
    if (error instanceof SetupMissing || error instanceof OtherIndex) throw new ImportFailure(error.message);
    throw error;
  }
}

/** While the records still name who registered: the file may write the same people in another way. */
async function renewKeys({ config, secrets }: Settings, database: Database): Promise<void> {
  if (config.records.source !== 'imported') return;
  const records = createCompanyRecords(config.records, secrets, database);
  await renewRepresentativeKeys({ database, records, serviceKeys: secrets.serviceKeys });
}

/** The rows are there, whatever becomes of the review: it is told, and run again by itself. */
async function reviewAfter(settings: Settings, database: Database): Promise<Imported['review']> {
  try {
    return await runReview(settings, database, false);
  } catch (error) {
    if (error instanceof ReviewFailure) return error;
    throw error;
  }
}

function settingsOfImport(): Settings {
  try {
    return loadSettings();
  } catch (error) {
    throw new ImportFailure(error instanceof Error ? error.message : 'The settings cannot be read.');
  }
}

async function close(database: Database): Promise<void> {
  await database.connection.close().catch(() => undefined);
}

function report({ file, rows, rejected, resumedAfter, rejectsFile }: ImportResult): string {
  const resumed = resumedAfter > 0 ? ` (${resumedAfter} of them by the run before)` : '';
  const rejects = rejected > 0 ? `, ${rejected} rejected: see ${rejectsFile}` : '';
  return `${file}: ${rows - rejected} of ${rows} rows imported${resumed}${rejects}.\n`;
}

function exitCodeOf(results: readonly ImportResult[]): number {
  return results.some(({ rejected }) => rejected > 0) ? exitCodes.rejected : exitCodes.done;
}

async function run(options: Options): Promise<void> {
  try {
    const { results, review } = await importFiles(options);
    for (const result of results) process.stdout.write(report(result));
    process.exitCode = exitCodeOf(results);
    if (typeof review === 'string') process.stdout.write(`${review}\n`);
    if (!(review instanceof ReviewFailure)) return;
    process.stderr.write(`${review.message}\n`);
    process.exitCode = exitCodes.notReviewed;
  } catch (error) {
    const unexpected = `The import failed unexpectedly (${error instanceof Error ? error.name : 'unknown error'}).`;
    process.stderr.write(`${error instanceof ImportFailure ? error.message : unexpected}\n`);
    process.exitCode = exitCodes.failed;
  }
}

void new Command('import')
  .description("Imports the operator's customer records; docs/records.md describes the files.")
  .option('--companies <file>', 'contracts of companies, CSV or NDJSON')
  .option('--lines <file>', 'mobile lines, CSV or NDJSON')
  .option('--offers <file>', 'offers, CSV or NDJSON')
  .option('--from-start', 'begin anew though an earlier run of the same file was broken off', false)
  .addOption(
    new Option('--encoding <name>', 'of files without a byte order mark')
      .choices(encodings)
      .default('utf-8' satisfies Encoding),
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? exitCodes.done : exitCodes.failed))
  .action(run)
  .parseAsync();
