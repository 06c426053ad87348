import type { FileColumns } from './recordFile';
import type { Row } from './rows';

export function ndjsonRow(line: number, text: string, { required, optional }: FileColumns): Row {
  const found = jsonObjectOf(text);
  if (!found) {
    const reason = 'the line is not a JSON object';
    return { line, fault: { code: 'NOT_JSON', column: '', reason } };
  }
  const columns = [...required, ...optional];
  return { line, values: Object.fromEntries(columns.map((column) => [column, found.get(column)])) };
}

function jsonObjectOf(text: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
    return new Map(Object.entries(parsed));
  } catch {
    return undefined;
  }
}
