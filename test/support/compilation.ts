import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '..', '..');

/** A file of the project, and how its text differs from the one on disk. */
interface Change {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** The project as the compiler sees it, with a change that is never written. */
export class Compilation {
  private readonly options: ts.CompilerOptions;
  private former: ts.Program | undefined;
  private readonly unchanged = new Map<string, ts.SourceFile | undefined>();

  constructor() {
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile.bind(ts.sys)) as {
      config: unknown;
    };
    this.options = ts.parseJsonConfigFileContent(config, ts.sys, root).options;
  }

  /** What the compiler says of a file, given the change; each as its text. */
  objectionsTo(file: string, change?: Change): readonly string[] {
    const host = ts.createCompilerHost(this.options, true);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (name, ...rest) => {
      if (change && name === join(root, change.file)) return changed(name, change, rest[0]);
      if (!this.unchanged.has(name)) this.unchanged.set(name, read(name, ...rest));
      return this.unchanged.get(name);
    };
    const program = ts.createProgram([join(root, file)], this.options, host, this.former);
    this.former = program;
    const checked = program.getSourceFile(join(root, file));
    if (!checked) throw new Error(`${file} is not there.`);
    return program
      .getSemanticDiagnostics(checked)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  }
}

function changed(
  name: string,
  { from, to }: Change,
  version: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile {
  const text = ts.sys.readFile(name) ?? '';
  if (text.split(from).length !== 2) throw new Error(`${name} holds "${from}" other than once.`);
  return ts.createSourceFile(name, text.replace(from, to), version, true);
}
