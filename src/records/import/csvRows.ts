import { parse } from 'csv-parse/sync';
import { plainText } from '../../identifiers/typedText';
import { columnNamed } from './columns';
import { ImportFailure } from './importFailure';
import type { FileColumns } from './recordFile';
import type { Row } from './rows';
import type { TextLine } from './textLines';

/** What Excel writes where the comma is a decimal sign comes before tabs. */
const delimiters = [',', ';', '\t'] as const;
/** A first line by which Excel is told the delimiter. */
const delimiterLine = /^"?sep=(?<delimiter>.)"?$/i;
/** A value with more line breaks than this has lost its closing quote. */
const mostLinesOfRow = 20;

interface Header {
  readonly delimiter: string;
  readonly columns: readonly string[];
}

/** Rows of a CSV file, line by line; a quoted value may hold line breaks. A row without a value is no row. */
export class CsvRows {
  private announced: string | undefined;
  private header: Header | undefined;
  private waiting: TextLine[] = [];

  /** @param columns that the header must or may name */
  constructor(
    private readonly file: string,
    private readonly columns: FileColumns,
  ) {}

  /** @throws ImportFailure if the header lacks a column or names one twice */
  take(line: TextLine): readonly Row[] {
    if (!this.header) {
      this.readHeader(line.text);
      return [];
    }
    this.waiting.push(line);
    return this.rowsOf(this.header, false);
  }

  /** @throws ImportFailure if there was no header */
  end(): readonly Row[] {
    return this.rowsOf(this.header ?? headerOf(this.file, '', this.columns, undefined), true);
  }

  private readHeader(text: string): void {
    if (plainText(text) === '') return;
    const delimiter =
      this.announced === undefined && delimiterLine.exec(plainText(text))?.groups?.['delimiter'];
    if (delimiter) this.announced = delimiter;
    else this.header = headerOf(this.file, text, this.columns, this.announced);
  }

  private rowsOf(header: Header, isEnd: boolean): readonly Row[] {
    const rows: Row[] = [];
    for (;;) {
      const row = this.nextRow(header, isEnd);
      if (row === undefined) return rows;
      if (row !== 'blank') rows.push(row);
    }
  }

  /** Where the lines of an open quote do not make a row, its first line alone is broken: the others are read again. */
  private nextRow(header: Header, isEnd: boolean): Row | 'blank' | undefined {
    const [first] = this.waiting;
    if (!first) return undefined;
    const length = linesOfRow(this.waiting, header.delimiter);
    if (length === undefined && !isEnd && this.waiting.length < mostLinesOfRow) return undefined;
    const text = this.waiting.slice(0, length ?? 1).map((line) => line.text);
    const row = csvRow(first.line, text.join('\n'), header);
    const isBroken = length !== undefined && length > 1 && row !== 'blank' && 'fault' in row;
    this.waiting = this.waiting.slice(isBroken ? 1 : (length ?? 1));
    return isBroken ? brokenQuotes(first.line) : row;
  }
}

/** How many of the lines the first row takes; undefined while a quote is open after the last. */
function linesOfRow(lines: readonly TextLine[], delimiter: string): number | undefined {
  let open = false;
  for (const [index, { text }] of lines.entries()) {
    open = isQuoteOpen(text, delimiter, open);
    if (!open) return index + 1;
  }
  return undefined;
}

function isQuoteOpen(text: string, delimiter: string, wasOpen: boolean): boolean {
  let open = wasOpen;
  if (!text.includes('"')) return open;
  for (let place = 0; place < text.length; place += 1) {
    if (text[place] !== '"') continue;
    if (!open) open = place === 0 || text[place - 1] === delimiter;
    else if (text[place + 1] === '"') place += 1;
    else open = false;
  }
  return open;
}

/** By the delimiter that finds most of the columns. */
function headerOf(file: string, text: string, columns: FileColumns, announced: string | undefined): Header {
  const known = [...columns.required, ...columns.optional];
  const candidates = (announced === undefined ? delimiters : [announced]).map((delimiter) => ({
    delimiter,
    columns: cellsOf(text, delimiter)?.map((name) => columnNamed(name, known)) ?? [],
  }));
  const found = (header: Header) =>
    columns.required.filter((column) => header.columns.includes(column)).length;
  const header = candidates.reduce((best, other) => (found(other) > found(best) ? other : best));
  refuseUnusable(file, header, columns);
  return header;
}

function refuseUnusable(file: string, header: Header, { required, optional }: FileColumns): void {
  const missing = required.filter((column) => !header.columns.includes(column));
  if (missing.length > 0)
    throw new ImportFailure(
      `${file} lacks the column ${missing.join(', ')}: its first line must be ${required.join(',')}, with commas, semicolons or tabs.`,
    );
  const twice = [...required, ...optional].filter(
    (column) => header.columns.indexOf(column) !== header.columns.lastIndexOf(column),
  );
  if (twice.length > 0)
    throw new ImportFailure(`${file} names the column ${twice.join(', ')} twice: leave one of them.`);
}

function csvRow(line: number, text: string, { delimiter, columns }: Header): Row | 'blank' {
  const cells = cellsOf(text, delimiter);
  if (!cells) return brokenQuotes(line);
  if (cells.every((cell) => plainText(cell) === '')) return 'blank';
  if (!fits(cells, columns)) {
    const reason = `the row has ${cells.length} values, the header ${columns.length}`;
    return { line, fault: { code: 'RAGGED_ROW', column: '', reason } };
  }
  return { line, values: Object.fromEntries(columns.map((column, place) => [column, cells[place] ?? ''])) };
}

/** Excel adds empty cells behind the last, or leaves those of nameless columns out. */
function fits(cells: readonly string[], columns: readonly string[]): boolean {
  const surplus = [...cells.slice(columns.length), ...columns.slice(cells.length)];
  return surplus.every((text) => plainText(text) === '');
}

function brokenQuotes(line: number): Row {
  return { line, fault: { code: 'BROKEN_QUOTES', column: '', reason: 'the quotes of the row do not match' } };
}

/** By `="…"` programs tell Excel that digits are text. */
const excelText = /="([^"]*)"/g;

function cellsOf(text: string, delimiter: string): readonly string[] | undefined {
  return parsedCells(text, delimiter) ?? parsedCells(text.replace(excelText, '"$1"'), delimiter);
}

function parsedCells(text: string, delimiter: string): readonly string[] | undefined {
  try {
    const [cells, ...more] = parse(text, { delimiter, relax_column_count: true });
    return more.length > 0 ? undefined : (cells ?? []);
  } catch {
    return undefined;
  }
}
