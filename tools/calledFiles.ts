import { readFileSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { builtFile } from '../embedded/projectFolder';

/** The product files of which a function was called, as paths of the sources; what runs as a module is loaded does not count. */
export function calledFiles(scripts: readonly Profiler.ScriptCoverage[]): ReadonlySet<string> {
  let bundle: WorkflowBundle | undefined;
  return new Set(
    scripts.flatMap((script) =>
      isBundle(script) ? (bundle ??= new WorkflowBundle()).calledIn(script) : calledIn(script),
    ),
  );
}

function calledIn({ url, functions }: Profiler.ScriptCoverage): readonly string[] {
  const path = /\/dist\/((?:src|activities|workers|workflows)\/.+)\.js$/.exec(url)?.[1];
  return path !== undefined && functions.some(isCalled) ? [`${path}.ts`] : [];
}

function isBundle({ url }: Profiler.ScriptCoverage): boolean {
  return /workflow-(bundle|isolate)/.test(url);
}

/** A module as a whole is a function, too, which begins at 0. */
function isCalled({ ranges: [whole] }: Profiler.FunctionCoverage): boolean {
  return whole !== undefined && whole.count > 0 && whole.startOffset > 0;
}

/** The code of the sandbox: all files in one. */
class WorkflowBundle {
  private readonly code = readFileSync(builtFile('workflow-bundle.js'), 'utf8');
  private readonly map = sourceMapOf(this.code);

  calledIn({ functions }: Profiler.ScriptCoverage): readonly string[] {
    return functions
      .filter((called) => isCalled(called) && !isModule(called))
      .flatMap(({ ranges: [whole] }) => this.sourceAt(whole?.startOffset ?? 0) ?? []);
  }

  private sourceAt(offset: number): string | undefined {
    const before = this.code.slice(0, offset).split('\n');
    const entry = this.map.findEntry(before.length - 1, before.at(-1)?.length ?? 0);
    if (!('originalSource' in entry)) return undefined;
    const path = /(workflows\/(?!node_modules)[\w/]+)\.[jt]s$/.exec(entry.originalSource)?.[1];
    return path === undefined || entry.originalSource.includes('node_modules') ? undefined : `${path}.ts`;
  }
}

/** In the bundle a module is a function, named by its path. */
function isModule({ functionName }: Profiler.FunctionCoverage): boolean {
  return functionName.startsWith('.') || functionName.includes('/');
}

function sourceMapOf(code: string): SourceMap {
  const encoded = /sourceMappingURL=data:application\/json;[^,]*base64,([\w+/=]+)/.exec(code)?.[1] ?? '';
  return new SourceMap(JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) as SourceMapPayload);
}
