import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { parse } from 'yaml';
import { projectFolder } from './papers';

/**
 * Names of the tests that a file runs, as they stand in it: `test(name, …)` and `test.each(…)(name, …)`. What is
 * skipped, or inside what is skipped, is none; a file that does not exist has none.
 *
 * @param path from the project's folder
 */
function testNamesIn(path: string): string[] {
  const file = join(projectFolder, path);
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  return namesUnder(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
}

/** A test as a page names it. */
interface NamedTest {
  readonly file: string;
  readonly name: string;
}

/** Names of tests under the file that they stand in. */
export type TestsByFile = Readonly<Record<string, readonly string[]>>;

/** A list of tests in `docs/`, as its file has it. */
export function listOfTests(path: string): unknown {
  return parse(readFileSync(join(projectFolder, path), 'utf8'));
}

export function testsOf(byFile: TestsByFile | null | undefined): NamedTest[] {
  return Object.entries(byFile ?? {}).flatMap(([file, names]) => names.map((name) => ({ file, name })));
}

/** Those that are not there, or that jest does not run. */
export function missingAmong(tests: readonly NamedTest[]): string[] {
  return tests
    .filter(({ file, name }) => !testNamesIn(file).includes(name))
    .map(({ file, name }) => `${file}: ${name}`);
}

function namesUnder(node: ts.Node): string[] {
  const names: string[] = [];
  const called = ts.isCallExpression(node) ? calledBy(node) : undefined;
  if (called?.includes('skip') || called?.[0]?.startsWith('x')) return [];
  if (called && ['test', 'it'].includes(called[0] ?? '')) names.push(...nameOf(node as ts.CallExpression));
  ts.forEachChild(node, (child) => {
    names.push(...namesUnder(child));
  });
  return names;
}

function nameOf({ arguments: [name] }: ts.CallExpression): string[] {
  return name && ts.isStringLiteralLike(name) ? [name.text] : [];
}

/** `['test', 'each']` of `test.each(rows)(name, …)`. */
function calledBy({ expression }: ts.CallExpression): string[] {
  return partsOf(ts.isCallExpression(expression) ? expression.expression : expression);
}

function partsOf(node: ts.Node): string[] {
  if (ts.isIdentifier(node)) return [node.text];
  return ts.isPropertyAccessExpression(node) ? [...partsOf(node.expression), node.name.text] : [];
}
