import { existsSync, openSync, readFileSync, renameSync } from 'node:fs';

/** Opens a log afresh and keeps the one before it as `<path>.previous`. @returns a file descriptor to append to. */
export function openLog(path: string): number {
  if (existsSync(path)) renameSync(path, `${path}.previous`);
  return openSync(path, 'a', 0o600);
}

/** @returns the last line that is not empty, of those that match `pattern` if any does; cut to 300 characters. */
export function lastLineOf(path: string, pattern = /\S/): string {
  const lines = existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line.trim())
    : [];
  const line = lines.findLast((candidate) => pattern.test(candidate)) ?? lines.at(-1) ?? '(nothing)';
  return line.trim().slice(0, 300);
}
