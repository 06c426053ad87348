import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { lastLineOf, openLog } from './logFile';
import { sentenceOf, StartProblem } from './problems';
import { stationWatchman, type Watchman } from './watchman';

/** What to run, and where its output goes. */
export interface ProcessPlan {
  /** As it is named to people, such as `the Temporal server`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** How long it may take to end after SIGTERM before it is killed. */
  readonly stopWithinMs: number;
}

const pollEveryMs = 100;

/**
 * A child in a process group of its own, so that Ctrl-C in the terminal reaches the start alone and the order of
 * stopping is the start's; should the start itself be killed, a watchman ends the child.
 */
export class ManagedProcess {
  /** Resolves, when the process is gone, to how it ended. */
  readonly ended: Promise<string>;
  private isGone = false;

  private constructor(
    readonly plan: ProcessPlan,
    private readonly child: ChildProcess,
    private readonly watchman: Watchman | undefined,
  ) {
    this.ended = howItEnds(child).then((ending) => {
      this.isGone = true;
      watchman?.dismiss();
      return ending;
    });
  }

  static start(plan: ProcessPlan): ManagedProcess {
    const log = openLog(plan.logFile);
    const child = spawn(plan.command, plan.args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: plan.env ?? process.env,
    });
    closeSync(log);
    return new ManagedProcess(plan, child, child.pid === undefined ? undefined : stationWatchman(child.pid));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** @throws StartProblem when the process ends first, or is not ready after `withinMs`. */
  async whenReady(isReady: () => Promise<boolean>, withinMs: number): Promise<void> {
    const deadline = Date.now() + withinMs;
    while (!(await isReady().catch(() => false))) {
      if (this.isGone) throw this.unexpectedEnd(await this.ended);
      if (Date.now() >= deadline)
        throw new StartProblem(
          `${this.plan.name} did not become ready within ${withinMs / 1_000} s; ${this.lastWords()}`,
        );
      await new Promise((resolve) => setTimeout(resolve, pollEveryMs));
    }
  }

  /** Asks it to end, waits, and kills it when it takes longer than the plan allows. */
  async stop(): Promise<void> {
    if (this.isGone) return;
    this.child.kill('SIGTERM');
    const killer = setTimeout(() => {
      this.kill();
    }, this.plan.stopWithinMs);
    await this.ended;
    clearTimeout(killer);
  }

  kill(): void {
    if (!this.isGone) this.child.kill('SIGKILL');
  }

  /** Lets the event loop of a parent end while the child runs. */
  unref(): void {
    this.child.unref();
    this.watchman?.unref();
  }

  unexpectedEnd(ending: string): StartProblem {
    return new StartProblem(`${this.plan.name} ended unexpectedly (${ending}); ${this.lastWords()}`);
  }

  private lastWords(): string {
    return `the last line of ${this.plan.logFile} is: ${lastLineOf(this.plan.logFile)}`;
  }
}

async function howItEnds(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return signal ? `signal ${signal}` : `exit code ${code ?? 'unknown'}`;
  } catch (error) {
    return sentenceOf(error);
  }
}
