import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A page of the project. */
export interface Page {
  /** From the project's folder, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Every Markdown page at the top and under `docs/`. */
export function readPages(projectFolder: string): readonly Page[] {
  const docs = readdirSync(join(projectFolder, 'docs'), { recursive: true, encoding: 'utf8' });
  return [...readdirSync(projectFolder), ...docs.map((path) => `docs/${path}`)]
    .filter((path) => path.endsWith('.md'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(projectFolder, path), 'utf8') }));
}

/** Words of a page, code and the signs of its tables among them. */
export function wordsIn(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

/** Characters of the widest row of a table, 0 where there is none. */
export function widestRowOf(text: string): number {
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  return Math.max(0, ...rows.map((row) => row.length));
}
