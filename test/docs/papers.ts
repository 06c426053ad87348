import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const projectFolder = join(__dirname, '..', '..');

/** A page of the project. */
export interface Paper {
  /** From the project's folder, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Every Markdown page at the top and under `docs/`. */
export function allPapers(): Paper[] {
  const top = readdirSync(projectFolder);
  const docs = readdirSync(join(projectFolder, 'docs'), { recursive: true, encoding: 'utf8' });
  return [...top, ...docs.map((path) => `docs/${path}`)].filter((path) => path.endsWith('.md')).map(paper);
}

/** @param path from the project's folder */
export function paper(path: string): Paper {
  return { path, text: readFileSync(join(projectFolder, path), 'utf8') };
}

/** Targets of links and pictures, addresses of other sites left out. */
export function localLinksOf({ text }: Paper): string[] {
  return found(withoutFences(text), /\]\(([^)\s]+)\)/g).filter((target) => !/^[a-z]+:/.test(target));
}

/** A link's target as a file from the project's folder, and the heading in it. */
export function resolveLink({ path }: Paper, target: string): { file: string; heading: string | undefined } {
  const [file = '', heading] = target.split('#');
  return { file: file === '' ? path : join(dirname(path), file), heading };
}

/** Headings as hosts of repositories turn them into anchors. */
export function anchorsOf({ text }: Paper): string[] {
  return found(withoutFences(text), /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What stands in code spans and fences: the parts of a page that name things of the project. */
export function codeOf({ text }: Paper): string[] {
  const fences = found(text, /^ *```(?!mermaid)\w*\n([\s\S]*?)^ *```/gm);
  return [...fences, ...found(withoutFences(text), /`([^`\n]+)`/g)];
}

/** Rows of the tables under a heading, each with its cells. */
export function tableUnder({ text }: Paper, heading: string): string[][] {
  const section = text.split(new RegExp(`^#+ ${heading}$`, 'm'))[1]?.split(/^#/m)[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** First group of every match. */
export function found(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), ([, group]) => group ?? '');
}

function withoutFences(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```/gm, '');
}
