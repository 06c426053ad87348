import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '..', '..');

/** A file of the project, and how its text differs from the one on disk. */
interface Change {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** The project as the compiler sees it, with changes that are never written. */
export class Compilation {
  private readonly options: ts.CompilerOptions;
  private latest: ts.Program | undefined;
  private together: ts.Program | undefined;
  private readonly unchanged = new Map<string, ts.SourceFile | undefined>();
  private readonly copies = new Map<string, Change>();

  constructor() {
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile.bind(ts.sys)) as {
      config: unknown;
    };
    this.options = ts.parseJsonConfigFileContent(config, ts.sys, root).options;
  }

  /**
   * A changed copy beside a file, for a change that no other file sees. Copies that are made before the first question share its
   * program; another one checks all types of the packages again, which takes seconds.
   *
   * @returns the copy's name, of which `objectionsTo` tells
   */
  copyOf(change: Change): string {
    const name = change.file.replace(/\.ts$/, `.copy${this.copies.size}.ts`);
    this.copies.set(join(root, name), change);
    return name;
  }

  /** What the compiler says of a file, given the change; each as its text. */
  objectionsTo(file: string, change?: Change): readonly string[] {
    const program = change
      ? this.programOf([join(root, file)], new Map([[join(root, change.file), change]]))
      : this.programWithCopies(join(root, file));
    const checked = program.getSourceFile(join(root, file));
    if (!checked) throw new Error(`${file} is not there.`);
    return program
      .getSemanticDiagnostics(checked)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  }

  private programWithCopies(name: string): ts.Program {
    if (!this.together?.getSourceFile(name))
      this.together = this.programOf([name, ...this.copies.keys()], this.copies);
    return this.together;
  }

  private programOf(names: readonly string[], changes: ReadonlyMap<string, Change>): ts.Program {
    const host = ts.createCompilerHost(this.options, true);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (name, ...rest) => {
      const change = changes.get(name);
      if (change) return changed(name, change, rest[0]);
      if (!this.unchanged.has(name)) this.unchanged.set(name, read(name, ...rest));
      return this.unchanged.get(name);
    };
    this.latest = ts.createProgram(names, this.options, host, this.latest);
    return this.latest;
  }
}

function changed(
  name: string,
  { file, from, to }: Change,
  version: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile {
  const text = ts.sys.readFile(join(root, file)) ?? '';
  if (text.split(from).length !== 2) throw new Error(`${file} holds "${from}" other than once.`);
  return ts.createSourceFile(name, text.replace(from, to), version, true);
}
