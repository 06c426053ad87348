import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs';
import { sentenceOf, StartProblem } from './problems';
import { stationWatchman, type Watchman } from './watchman';

/** What to run, and where its output goes. */
export interface ProcessPlan {
  /** Shown to people, such as `The Temporal server`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** From SIGTERM to SIGKILL. */
  readonly stopWithinMs: number;
}

const pollEveryMs = 100;

/**
 * A child in its own process group: Ctrl-C in the terminal reaches only the start, which stops its children in order.
 * If the start itself is killed, a watchman ends the child.
 */
export class ManagedProcess {
  /** Resolves when the process has ended, to `exit code 1`, `signal SIGKILL` or the error of its start. */
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

  /** Sends SIGTERM, waits, and kills the process after `stopWithinMs`. */
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

/** Processes in the order of their start. */
export class ProcessGroup {
  private readonly members: ManagedProcess[] = [];
  private isStopping = false;

  start(plan: ProcessPlan): ManagedProcess {
    if (this.isStopping) throw new Error(`${plan.name} is not started: a stop was asked for.`);
    const member = ManagedProcess.start(plan);
    this.members.push(member);
    return member;
  }

  /** Stops one after the other, the last one first. */
  async stopAll(): Promise<void> {
    this.isStopping = true;
    for (const member of this.members.toReversed()) await member.stop();
  }

  killAll(): void {
    this.isStopping = true;
    for (const member of this.members) member.kill();
  }

  /** Lets this process end while the members run. */
  unref(): void {
    for (const member of this.members) member.unref();
  }

  /**
   * Never resolves.
   *
   * @throws StartProblem when the first member ends.
   */
  async untilOneEnds(): Promise<never> {
    const ends = this.members.map(async (member) => member.unexpectedEnd(await member.ended));
    throw await Promise.race(ends);
  }
}

const logsOfThisRun = new Set<string>();

/**
 * Opens a new log and keeps that of the run before as `<path>.previous`; a process that is started again goes on in its log.
 *
 * @returns a file descriptor to append to
 */
function openLog(path: string): number {
  if (!logsOfThisRun.has(path) && existsSync(path)) renameSync(path, `${path}.previous`);
  logsOfThisRun.add(path);
  return openSync(path, 'a', 0o600);
}

/** @returns the last line that matches `pattern`, else the last that is not empty; at most 300 characters */
export function lastLineOf(path: string, pattern = /\S/): string {
  const lines = existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line.trim())
    : [];
  const line = lines.findLast((candidate) => pattern.test(candidate)) ?? lines.at(-1) ?? '(nothing)';
  return line.trim().slice(0, 300);
}
