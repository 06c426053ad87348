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
  const targets = found(withoutFences(text), /(?:\]\(|^\[[^\]]+\]: )([^)\s]+)/gm);
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

/** A link's target as a file from the project's folder, and the heading in it. */
export function resolveLink({ path }: Paper, target: string): { file: string; heading: string | undefined } {
  const [file = '', heading] = target.split('#');
  return { file: file === '' ? path : join(dirname(path), file), heading };
}

/** Headings as hosts of repositories turn them into anchors. */
export function anchorsOf(page: Paper): string[] {
  return headingsOf(page).map(anchorOf);
}

/** What stands in code spans and fences: the parts of a page that name things of the project. */
export function codeOf({ text }: Paper): string[] {
  const fences = found(text, /^ *```(?!mermaid)\w*\n([\s\S]*?)^ *```/gm);
  return [...fences, ...found(withoutFences(text), /`([^`\n]+)`/g)];
}

/** Rows of the tables under a heading, each with its cells. */
export function tableUnder(page: Paper, heading: string): string[][] {
  const lines = sectionUnder(page, heading)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The text under a heading, up to the next heading. */
export function sectionUnder({ text }: Paper, heading: string): string {
  return text.split(new RegExp(`^#+ ${heading}$`, 'm'))[1]?.split(/^#/m)[0] ?? '';
}

/** Headings of a page, without their signs. */
export function headingsOf({ text }: Paper): string[] {
  return found(withoutFences(text), /^#+ (.+)$/gm);
}

/** A page with those sections of `docs/refusals.md` to which it links. */
export function withSharedRefusals(page: Paper): string {
  const shared = paper('docs/refusals.md');
  const linked = localLinksOf(page)
    .map((target) => resolveLink(page, target))
    .filter(({ file }) => file === shared.path);
  const sections = headingsOf(shared).filter((heading) =>
    linked.some(({ heading: anchor }) => anchor === anchorOf(heading)),
  );
  return [page.text, ...sections.map((heading) => sectionUnder(shared, heading))].join('\n');
}

/** First group of every match. */
export function found(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), ([, group]) => group ?? '');
}

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function withoutFences(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```/gm, '');
}
