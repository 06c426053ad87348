import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Keyring } from '../../../src/config/keys';
import type { Database } from '../../../src/database/database';
import type { ImportObserver, ImportResult } from '../../../src/records/import/importFile';
import {
  importRecords,
  type ImportFiles,
  type ImportSettings,
} from '../../../src/records/import/importRecords';
import { columnsOf, type ImportKind } from '../../../src/records/import/columns';
import { setUpDatabase } from '../../../src/database/setup';
import { dropTestDatabase, openTestDatabase } from '../../support/testDatabase';

export const keyTexts = {
  serviceKeys: `service-1:${Buffer.alloc(32, 1).toString('base64')}`,
  workerKeys: `worker-1:${Buffer.alloc(32, 2).toString('base64')}`,
} as const;
export const keys = {
  serviceKeys: Keyring.parse(keyTexts.serviceKeys, 'SERVICE_KEYS'),
  workerKeys: Keyring.parse(keyTexts.workerKeys, 'WORKER_KEYS'),
};

export const silent: ImportObserver = {
  begin: () => undefined,
  advance: () => undefined,
  end: () => undefined,
};

export const goodRows = {
  companies:
    "C1,IT 99000019994,Società Esempio,SME,Niccolò,D'Esempio,1980-05-17,RSSMRA80A01H501U,Maria@Esempio.EXAMPLE,399 9000001",
  lines: '+393990000001,99000019994,8939990000000000011,voice,12345678,SC-01,active,2020-02-29',
  offers: 'SC-01,Offerta Esempio,selfcare',
} as const satisfies Record<ImportKind, string>;

/** A folder and a database of a test's own. */
export class ImportFixture {
  private constructor(
    readonly folder: string,
    readonly database: Database,
  ) {}

  static async open(): Promise<ImportFixture> {
    const database = await openTestDatabase();
    await setUpDatabase(database);
    return new ImportFixture(await mkdtemp(join(tmpdir(), 'import-')), database);
  }

  async close(): Promise<void> {
    await dropTestDatabase(this.database);
    await rm(this.folder, { recursive: true });
  }

  async empty(): Promise<void> {
    const { companies, lines, offers, imports } = this.database;
    await Promise.all([companies, lines, offers].map((model) => model.collection.deleteMany({})));
    await imports.deleteMany({});
  }

  async write(name: string, content: string | Buffer): Promise<string> {
    const file = join(this.folder, name);
    await writeFile(file, content);
    return file;
  }

  /** Writes a CSV file with the header of its kind. */
  async csv(kind: ImportKind, rows: readonly string[]): Promise<string> {
    return this.write(`${kind}.csv`, `${[columnsOf[kind].join(','), ...rows].join('\n')}\n`);
  }

  async import(
    files: ImportFiles,
    options: Partial<Pick<ImportSettings, 'fromStart' | 'progress' | 'rowsPerBatch' | 'encoding'>> = {},
  ): Promise<readonly ImportResult[]> {
    return importRecords(files, {
      database: this.database,
      workerKeys: keys.workerKeys,
      fromStart: false,
      progress: silent,
      ...options,
    });
  }

  /** What an import into an empty database rejects, line by line. */
  async rejectsOf(
    kind: ImportKind,
    rows: readonly string[],
    rowsPerBatch = 1_000,
  ): Promise<readonly string[]> {
    await this.empty();
    await this.import({ offers: await this.csv('offers', [goodRows.offers]) });
    const file = await this.csv(kind, rows);
    await this.import({ [kind]: file }, { rowsPerBatch });
    return rejectsBeside(file);
  }

  async documents(kind: ImportKind): Promise<readonly object[]> {
    return this.database[kind].collection.find({}, { sort: { _id: 1 } }).toArray();
  }
}

/** Lines of the rejects file beside `file`, the header left out; none if there is no such file. */
export async function rejectsBeside(file: string): Promise<readonly string[]> {
  const text = await readFile(`${file}.rejects.csv`, 'utf8').catch(() => '');
  return text.split('\n').slice(1, -1);
}
