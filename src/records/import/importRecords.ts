import type { Keyring } from '../../config/keys';
import type { Database } from '../../database/database';
import type { ImportKind } from '../../database/recordDocuments';
import { companiesFile } from './companiesFile';
import { ImportFailure, inDatabase } from './importFailure';
import { importFile, type ImportObserver, type ImportResult } from './importFile';
import { linesFile } from './linesFile';
import { offersFile } from './offersFile';
import type { RecordFile } from './recordFile';
import type { Encoding } from './textLines';

/** The files to import, by kind; at least one. */
export type ImportFiles = Partial<Readonly<Record<ImportKind, string>>>;

export interface ImportSettings {
  readonly database: Database;
  readonly workerKeys: Keyring;
  readonly fromStart: boolean;
  /** Of files without a byte order mark; UTF-8 unless told otherwise. */
  readonly encoding?: Encoding;
  readonly progress: ImportObserver;
  /** Rows that are written and then marked as done together; 1,000 unless told otherwise. */
  readonly rowsPerBatch?: number;
}

const defaults = { rowsPerBatch: 1_000, encoding: 'utf-8' } as const;

/** Lines name offers, so offers come before them. */
const order: readonly ImportKind[] = ['offers', 'companies', 'lines'];

/**
 * Imports the files, one after the other.
 *
 * @throws ImportFailure at the first that cannot be imported to its end.
 */
export async function importRecords(
  files: ImportFiles,
  settings: ImportSettings,
): Promise<readonly ImportResult[]> {
  const results: ImportResult[] = [];
  for (const kind of order) {
    const file = files[kind];
    if (file === undefined) continue;
    const recordFile = await recordFileOf(kind, settings);
    results.push(await importFile({ ...defaults, ...settings, file, recordFile }));
  }
  return results;
}

async function recordFileOf(kind: ImportKind, { database, workerKeys }: ImportSettings): Promise<RecordFile> {
  if (kind === 'companies') return companiesFile;
  if (kind === 'offers') return offersFile;
  const offers = await inDatabase(() => database.offers.find({}, { _id: 1 }).lean());
  if (offers.length === 0)
    throw new ImportFailure('No offers are known: give --offers too, since lines name them.');
  return linesFile(workerKeys, new Set(offers.map(({ _id }) => _id)));
}
