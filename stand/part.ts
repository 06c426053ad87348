import type { ManagedProcess, ProcessPlan, ProcessGroup } from '../embedded/managedProcesses';

export interface PartPlan {
  readonly process: ProcessPlan;
  /** Resolves when the part does its work. */
  readonly ready: (running: ManagedProcess) => Promise<void>;
}

/** One process of the stand, which can be killed and started again on the same data. */
export class Part {
  private running: ManagedProcess | undefined;

  constructor(
    private readonly processes: ProcessGroup,
    private readonly plan: PartPlan,
  ) {}

  async start(): Promise<void> {
    this.running = this.processes.start(this.plan.process);
    await this.plan.ready(this.running);
  }

  get pid(): number | undefined {
    return this.running?.pid;
  }

  /** `kill -9`; resolves when the process is gone. */
  async kill(): Promise<void> {
    this.running?.kill();
    await this.running?.ended;
  }
}
