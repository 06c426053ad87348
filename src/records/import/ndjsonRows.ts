import { columnNamed } from './columns';
import type { FileColumns } from './recordFile';
import type { Row } from './rows';

export function ndjsonRow(line: number, text: string, { required, optional }: FileColumns): Row {
  const columns = [...required, ...optional];
  const named = jsonEntriesOf(text)?.map(([name, value]) => [columnNamed(name, columns), value] as const);
  if (!named) return notJson(line, 'the line is not a JSON object');
  const found = new Map(named);
  if (found.size < named.length) return notJson(line, 'the line has a name twice');
  return { line, values: Object.fromEntries(columns.map((column) => [column, found.get(column)])) };
}

function notJson(line: number, reason: string): Row {
  return { line, fault: { code: 'NOT_JSON', column: '', reason } };
}

function jsonEntriesOf(text: string): readonly [string, unknown][] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
    return Object.entries(parsed);
  } catch {
    return undefined;
  }
}
