import { ManagedProcess, type ProcessPlan } from './childProcess';

/** Processes in the order in which they were started. */
export class ProcessGroup {
  private readonly members: ManagedProcess[] = [];
  private isStopping = false;

  start(plan: ProcessPlan): ManagedProcess {
    if (this.isStopping) throw new Error(`${plan.name} is not started: a stop was asked for.`);
    const member = ManagedProcess.start(plan);
    this.members.push(member);
    return member;
  }

  /** Stops the last one first, each when the one after it is gone. */
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
