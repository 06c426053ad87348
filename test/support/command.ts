import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { testFolder } from './testFolder';

const root = join(__dirname, '../..');
/** Runs a process from its sources: compiled as the tests are, without type checks. */
const runSource = `
  const { transformFileSync } = require('@swc/core');
  require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file).code, file);
  require('./' + process.env.SOURCE);
`;

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly said: string;
  readonly complained: string;
}

/** A process of the service, from its sources. */
export class SourceProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  said = '';
  private complained = '';

  constructor(source: string, args: readonly string[] = [], variables: NodeJS.ProcessEnv = {}) {
    const env = {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: join(testFolder(), 'compiled'),
      SOURCE: source,
      ...variables,
    };
    this.child = spawn(process.execPath, ['-e', runSource, '--', ...args], { cwd: root, env });
    this.child.stdout?.on('data', (text) => (this.said += String(text)));
    this.child.stderr?.on('data', (text) => (this.complained += String(text)));
    this.ended = once(this.child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      said: this.said,
      complained: this.complained,
    }));
  }
}

/** A command that people run by hand, as a process of its own. */
export class Command extends SourceProcess {
  constructor(name: string, args: readonly string[], variables: NodeJS.ProcessEnv = {}) {
    super(`commands/${name}.ts`, args, variables);
  }
}
