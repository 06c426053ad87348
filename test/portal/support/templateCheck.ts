import { Eta } from 'eta';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { projectFolder } from '../../../embedded/projectFolder';

const eta = new Eta({ autoTrim: false });
const folder = join(projectFolder, 'src/portal/templates');
const configFile = join(projectFolder, 'tsconfig.json');

/** What each part of a page is given by the template that includes it; every other template is a page, and reads its own data. */
const parts = {
  layout: 'Shown & { heading: string; leadsTo?: string; body: string }',
  problems: 'Shown',
  fieldProblem: 'Shown',
  steps: '{ steps: readonly string[]; current: number }',
  delivery: "Shown<'code' | 'over'>",
  coverage: "Shown<'faq' | 'start'>",
  field: '{ field: FormField; say: PageTexts; problem: ToldProblem | undefined }',
  passkey:
    '{ action: string; domain: string; options: string; key: string; button: string; autofills: boolean; script: string; say: PageTexts }',
  username: '{ say: PageTexts; account: string }',
};

const head = `
import type { FormField } from '../pageData';
import type { Shown, ToldProblem } from '../pages';
import type { PageTexts } from '../texts';
interface Parts { ${Object.entries(parts)
  .map(([name, type]) => `'@${name}.html': ${type};`)
  .join(' ')} }
declare function layout(name: '@layout.html', data: { heading: string; leadsTo?: string }): void;
declare function include<Name extends keyof Parts>(name: Name, data: Parts[Name]): string;
declare function print(value: string): void;
`;

/** A template as TypeScript: a function of what it is given, which prints texts. */
function asTypeScript(name: string, template: string): string {
  const type = Object.hasOwn(parts, name) ? parts[name as keyof typeof parts] : `Shown<'${name}'>`;
  const statements = eta.parse(template).map((part) => {
    if (typeof part === 'string') return '';
    return part.t === 'e' ? part.val : `print(${part.val});`;
  });
  return `${head}export function render(it: ${type}): void {\n${statements.join('\n')}\n}\n`;
}

/** What no template changes is read once. */
const read = new Map<string, ts.SourceFile | undefined>();

/**
 * Type-checks templates against what their pages are given.
 *
 * @param templates texts by name, as `code`
 * @returns what the compiler says, each with the template's name before it
 */
export function objectionsTo(templates: Readonly<Record<string, string>>): readonly string[] {
  const sources = new Map(
    Object.entries(templates).map(([name, text]) => [
      join(folder, `${name}.ts`),
      { name, code: asTypeScript(name, text) },
    ]),
  );
  const { config } = ts.readConfigFile(configFile, (path) => readFileSync(path, 'utf8')) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, projectFolder);
  const checked = { ...options, noEmit: true, incremental: false, noImplicitAny: false, types: ['node'] };
  const host = ts.createCompilerHost(checked);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (path) => sources.has(path) || fileExists(path);
  host.getSourceFile = (path, ...rest) => {
    const planted = sources.get(path);
    if (planted) return ts.createSourceFile(path, planted.code, rest[0]);
    if (!read.has(path)) read.set(path, getSourceFile(path, ...rest));
    return read.get(path);
  };
  const program = ts.createProgram([...sources.keys()], checked, host);
  return [...sources].flatMap(([path, { name }]) => {
    const source = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  });
}
