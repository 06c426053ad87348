import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Every folder with code of the project, tests left out. */
const productFolders = [
  ...['src', 'workflows', 'activities', 'workers', 'commands', 'simulators'],
  ...['embedded', 'stand', 'faults', 'bench', 'tools'],
];

export interface SourceFile {
  /** From the project's folder, with slashes, as all paths here. */
  readonly path: string;
  readonly room: string;
  readonly lines: number;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

interface Import {
  /** Path of the imported file. */
  readonly to: string;
  /** Gone once compiled. */
  readonly typeOnly: boolean;
}

/** Reads the product files below a folder. */
export function readSources(projectFolder: string): readonly SourceFile[] {
  return productFolders
    .map((folder) => join(projectFolder, folder))
    .filter((folder) => existsSync(folder))
    .flatMap(typeScriptFilesIn)
    .map((file) => readSource(projectFolder, file.slice(projectFolder.length + 1)));
}

/** The room of a file, as the linter names it. */
function roomOf(path: string): string {
  const [top = '', folder = ''] = path.split('/');
  if (path === 'src/main.ts') return 'api';
  if (top === 'src') return folder;
  return top === 'workflows' && folder === 'contracts' ? folder : top;
}

/** Files that run wherever one of `entries` runs, `entries` among them. */
export function closureOf(sources: readonly SourceFile[], entries: readonly string[]): ReadonlySet<string> {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Set<string>();
  const waiting = [...entries];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    const imports = byPath.get(path)?.imports ?? [];
    waiting.push(...imports.filter(({ typeOnly }) => !typeOnly).map(({ to }) => to));
  }
  return reached;
}

/** Every node below one, itself first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) yield* nodesOf(child);
}

function typeScriptFilesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .sort()
    .map((path) => join(folder, path));
}

function readSource(projectFolder: string, path: string): SourceFile {
  const text = readFileSync(join(projectFolder, path), 'utf8');
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  const imports = [...nodesOf(tree)].flatMap((node) => importOf(node, projectFolder, path) ?? []);
  return { path, room: roomOf(path), lines: text.split('\n').length - 1, tree, imports };
}

function importOf(node: ts.Node, projectFolder: string, from: string): Import | undefined {
  const specifier = specifierOf(node);
  if (specifier === undefined) return undefined;
  const found = ts.resolveModuleName(specifier, join(projectFolder, from), {}, ts.sys).resolvedModule;
  const to = found?.resolvedFileName.slice(projectFolder.length + 1);
  if (!to || found?.isExternalLibraryImport || !/(?<!\.d)\.ts$/.test(to)) return undefined;
  return { to, typeOnly: isTypeOnly(node) };
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return textOf(node.argument.literal);
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier);
  const isDynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isDynamic ? textOf(node.arguments[0]) : undefined;
}

/** The text of a path that starts with a dot. */
function textOf(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteral(node) && node.text.startsWith('.') ? node.text : undefined;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  if (!ts.isImportDeclaration(node) || !node.importClause) return false;
  const { phaseModifier, name, namedBindings } = node.importClause;
  if (phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  if (name || !namedBindings || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.every(({ isTypeOnly: marked }) => marked);
}
