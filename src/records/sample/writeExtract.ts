import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { csvLine } from '../csvLine';
import { columnsOf, type ImportKind } from '../import/columns';
import {
  sampleCompanyRows,
  sampleLineRows,
  sampleOfferRows,
  type SampleRow,
  type SampleSize,
} from './sampleExtract';

/**
 * Writes `companies.csv`, `lines.csv` and `offers.csv` of the sample extract; one seed gives one content.
 *
 * @returns the names of the files.
 */
export async function writeExtract(folder: string, size: SampleSize): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  return [
    await writeFile(folder, 'companies', sampleCompanyRows(size)),
    await writeFile(folder, 'lines', sampleLineRows(size)),
    await writeFile(folder, 'offers', sampleOfferRows()),
  ];
}

async function writeFile(folder: string, kind: ImportKind, rows: Iterable<SampleRow>): Promise<string> {
  const file = join(folder, `${kind}.csv`);
  await pipeline(Readable.from(linesOf(kind, rows)), createWriteStream(file));
  return file;
}

function* linesOf(kind: ImportKind, rows: Iterable<SampleRow>): Generator<string> {
  const columns = columnsOf[kind];
  yield csvLine(columns);
  for (const row of rows) yield csvLine(columns.map((column) => row[column] ?? ''));
}
