import ts from 'typescript';
import { messageChannels } from '../workflows/contracts/channels';
import { nodesOf, type SourceFile } from './sources';

/** A place in the code. */
export interface Place {
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

/** Something with its length in lines of code: blank lines and comments are not counted, as the linter does. */
export interface Length extends Place {
  readonly lines: number;
}

/**
 * Groups of files that import each other around a circle, type-only imports included. Two circles that share a file are one
 * group.
 */
export function importCircles(sources: readonly SourceFile[]): readonly (readonly string[])[] {
  const importsOf = new Map(sources.map(({ path, imports }) => [path, imports.map(({ to }) => to)]));
  const reachable = new Map(sources.map(({ path }) => [path, reachedFrom(path, importsOf)]));
  const inCircles = sources.map(({ path }) => path).filter((path) => reachable.get(path)?.has(path));
  const groups = inCircles.map((path) =>
    inCircles.filter((other) => reachable.get(path)?.has(other) && reachable.get(other)?.has(path)).sort(),
  );
  return [...new Map(groups.map((group) => [group.join(' '), group])).values()];
}

/** Files by length, the longest first. */
export function filesByLength(sources: readonly SourceFile[]): readonly Length[] {
  return longestFirst(sources.map(({ path, tree }) => ({ path, line: 1, lines: codeLines(tree, tree) })));
}

/** Functions by length, the longest first. */
export function functionsByLength(sources: readonly SourceFile[]): readonly Length[] {
  const lengths = sources.flatMap(({ path, tree }) =>
    [...nodesOf(tree)]
      .filter(ts.isFunctionLike)
      .map((node) => ({ path, line: lineOf(tree, node), lines: codeLines(tree, node) })),
  );
  return longestFirst(lengths);
}

/** Casts: `as` other than `as const`. */
export function casts(sources: readonly SourceFile[]): readonly Place[] {
  return places(sources, (node) => {
    if (ts.isTypeAssertionExpression(node)) return true;
    return ts.isAsExpression(node) && node.type.getText() !== 'const';
  });
}

/** Channels told apart by comparing their names, instead of by the table that has a line for each. */
export function comparedChannels(sources: readonly SourceFile[]): readonly Place[] {
  return places(sources, (node) => {
    if (ts.isCaseClause(node)) return isChannel(node.expression);
    return ts.isBinaryExpression(node) && isEquality(node) && (isChannel(node.left) || isChannel(node.right));
  });
}

/** Calls of `setHandler` in files other than the one that has most of them: a flow's messages are to be seen in one place. */
export function scatteredHandlers(sources: readonly SourceFile[]): readonly Place[] {
  const calls = places(
    sources,
    (node) => ts.isCallExpression(node) && node.expression.getText() === 'setHandler',
  );
  const callsIn = (path: string): number => calls.filter((call) => call.path === path).length;
  const table = calls.toSorted((one, other) => callsIn(other.path) - callsIn(one.path))[0]?.path;
  return calls.filter(({ path }) => path !== table);
}

/** Documents whose type is written by hand at the query: `.lean<T>()`. */
export function typedLeans(sources: readonly SourceFile[]): readonly Place[] {
  return places(sources, (node) => {
    if (!ts.isCallExpression(node) || !node.typeArguments) return false;
    return ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'lean';
  });
}

function places(sources: readonly SourceFile[], matches: (node: ts.Node) => boolean): readonly Place[] {
  return sources.flatMap(({ path, tree }) =>
    [...nodesOf(tree)].filter(matches).map((node) => ({ path, line: lineOf(tree, node) })),
  );
}

function isChannel(node: ts.Expression): boolean {
  return ts.isStringLiteral(node) && messageChannels.some((channel) => channel === node.text);
}

function isEquality({ operatorToken }: ts.BinaryExpression): boolean {
  const { EqualsEqualsEqualsToken, ExclamationEqualsEqualsToken } = ts.SyntaxKind;
  return (
    operatorToken.kind === EqualsEqualsEqualsToken || operatorToken.kind === ExclamationEqualsEqualsToken
  );
}

function reachedFrom(path: string, importsOf: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...(importsOf.get(path) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    waiting.push(...(importsOf.get(next) ?? []));
  }
  return reached;
}

function longestFirst(lengths: readonly Length[]): readonly Length[] {
  return lengths.toSorted((one, other) => other.lines - one.lines);
}

function codeLines(tree: ts.SourceFile, node: ts.Node): number {
  const lines = new Set<number>();
  const mark = (part: ts.Node): void => {
    if (part.kind >= ts.SyntaxKind.FirstJSDocNode && part.kind <= ts.SyntaxKind.LastJSDocNode) return;
    const children = part.getChildren(tree);
    children.forEach(mark);
    if (children.length > 0 || part.getWidth(tree) === 0) return;
    const last = tree.getLineAndCharacterOfPosition(part.getEnd()).line;
    for (let line = lineOf(tree, part) - 1; line <= last; line++) lines.add(line);
  };
  mark(node);
  return lines.size;
}

function lineOf(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}
