/**
 * The clock of an API under test: a millisecond passes whenever it is read, and no other time, so that what comes later is later and
 * no window closes because a machine is slow. A test puts it ahead, or breaks it. Beside real workers it goes as theirs do, or a
 * wait that they end would never end for the API.
 */
export class TestClock {
  aheadMs = 0;
  private readMs = Date.now();
  private failure: Error | undefined;

  constructor(private readonly goesWithWorkers = false) {}

  readonly now = (): Date => {
    if (this.failure) throw this.failure;
    if (this.goesWithWorkers) return new Date(Date.now() + this.aheadMs);
    this.readMs += 1;
    return new Date(this.readMs + this.aheadMs);
  };

  failWith(failure: Error): void {
    this.failure = failure;
  }

  /** Sets it by the real time once more. */
  reset(): void {
    this.readMs = Date.now();
    this.aheadMs = 0;
    this.failure = undefined;
  }
}
