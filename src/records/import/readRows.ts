import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { csvHeader, csvRow } from './csvRows';
import { ndjsonRow } from './ndjsonRows';
import type { Row } from './rows';
import type { FileSurvey } from './surveyFile';

interface TextLine {
  readonly line: number;
  readonly text: string;
}

const ndjsonExtensions: readonly string[] = ['.ndjson', '.jsonl'];
const openingBrace = '{'.charCodeAt(0);

/**
 * Rows of a CSV or NDJSON file in their order, blank lines left out. A row is one line: no value holds a line break.
 *
 * @throws ImportFailure if the header of a CSV file is not usable.
 */
export async function* readRows(
  file: string,
  survey: FileSurvey,
  columns: readonly string[],
): AsyncGenerator<Row> {
  if (isNdjson(file, survey)) {
    for await (const { line, text } of linesOf(file)) yield ndjsonRow(line, text, columns);
    return;
  }
  let header: readonly string[] | undefined;
  for await (const { line, text } of linesOf(file)) {
    if (header) yield csvRow(line, text, header);
    else header = csvHeader(file, text, columns);
  }
  if (!header) csvHeader(file, '', columns);
}

/** How many rows a file has, at most: blank lines count. */
export function mostRows(file: string, survey: FileSurvey): number {
  return isNdjson(file, survey) ? survey.lines : Math.max(0, survey.lines - 1);
}

function isNdjson(file: string, { firstByte }: FileSurvey): boolean {
  const extension = extname(file).toLowerCase();
  if (extension === '.csv') return false;
  return ndjsonExtensions.includes(extension) || firstByte === openingBrace;
}

/** Lines that hold something, without their ends and without a byte order mark. */
async function* linesOf(file: string): AsyncGenerator<TextLine> {
  let line = 0;
  let rest = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8' })) {
    const texts = `${rest}${String(chunk)}`.split('\n');
    rest = texts.pop() ?? '';
    for (const text of texts) {
      line += 1;
      if (text.trim() !== '') yield { line, text: withoutMarks(text, line) };
    }
  }
  if (rest.trim() !== '') yield { line: line + 1, text: withoutMarks(rest, line + 1) };
}

function withoutMarks(text: string, line: number): string {
  const whole = line === 1 && text.startsWith('\ufeff') ? text.slice(1) : text;
  return whole.endsWith('\r') ? whole.slice(0, -1) : whole;
}
