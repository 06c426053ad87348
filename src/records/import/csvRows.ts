import { parse } from 'csv-parse/sync';
import { ImportFailure } from './importFailure';
import type { Row } from './rows';

/**
 * Columns that a header line names.
 *
 * @throws ImportFailure if one is missing or named twice. Columns that are not known are left out of the rows.
 */
export function csvHeader(file: string, text: string, columns: readonly string[]): readonly string[] {
  const header = cellsOf(text)?.map((cell) => cell.trim()) ?? [];
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0)
    throw new ImportFailure(
      `${file} lacks the column ${missing.join(', ')}: its first line must be ${columns.join(',')}.`,
    );
  const twice = columns.filter((column) => header.indexOf(column) !== header.lastIndexOf(column));
  if (twice.length > 0)
    throw new ImportFailure(`${file} names the column ${twice.join(', ')} twice: leave one of them.`);
  return header;
}

export function csvRow(line: number, text: string, header: readonly string[]): Row {
  const cells = cellsOf(text);
  if (!cells) {
    const reason = 'the quotes of the row do not match, or a value has a line break';
    return { line, fault: { code: 'BROKEN_QUOTES', column: '', reason } };
  }
  if (cells.length !== header.length) {
    const reason = `the row has ${cells.length} values, the header ${header.length}`;
    return { line, fault: { code: 'RAGGED_ROW', column: '', reason } };
  }
  return { line, values: Object.fromEntries(header.map((column, place) => [column, cells[place]])) };
}

function cellsOf(text: string): readonly string[] | undefined {
  try {
    const [cells] = parse(text, { relax_column_count: true });
    return cells ?? [];
  } catch {
    return undefined;
  }
}
