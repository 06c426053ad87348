import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { plainText } from '../../identifiers/typedText';
import { CsvRows } from './csvRows';
import { ImportFailure } from './importFailure';
import { ndjsonRow } from './ndjsonRows';
import type { FileColumns } from './recordFile';
import type { Row } from './rows';
import type { FileSurvey } from './surveyFile';
import { LineDecoder, type TextLine } from './textLines';

const ndjsonExtensions: readonly string[] = ['.ndjson', '.jsonl'];

/**
 * Rows of a CSV or NDJSON file in their order, blank ones left out.
 *
 * @throws ImportFailure if the header of a CSV file is not usable, or the file has changed since it was surveyed.
 */
export async function* readRows(file: string, survey: FileSurvey, columns: FileColumns): AsyncGenerator<Row> {
  const rows = isNdjson(file, survey) ? new NdjsonRows(columns) : new CsvRows(file, columns);
  const decoder = new LineDecoder(survey.encoding);
  for await (const chunk of createReadStream(file))
    for (const line of decoder.take(chunk as Buffer)) yield* rows.take(line);
  for (const line of decoder.end()) yield* rows.take(line);
  yield* rows.end();
  if (decoder.count === survey.lines) return;
  throw new ImportFailure(`${file} was changed while it was read: run the same command again.`);
}

/** How many rows a file has, at most: blank lines count. */
export function mostRows(file: string, survey: FileSurvey): number {
  return isNdjson(file, survey) ? survey.lines : Math.max(0, survey.lines - 1);
}

function isNdjson(file: string, { begins }: FileSurvey): boolean {
  const extension = extname(file).toLowerCase();
  if (extension === '.csv') return false;
  return ndjsonExtensions.includes(extension) || begins === '{';
}

/** Rows of a file with one JSON object a line. */
class NdjsonRows {
  constructor(private readonly columns: FileColumns) {}

  take({ line, text }: TextLine): readonly Row[] {
    return plainText(text) === '' ? [] : [ndjsonRow(line, text, this.columns)];
  }

  end(): readonly Row[] {
    return [];
  }
}
