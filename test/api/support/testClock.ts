/**
 * The clock of an API under test: a millisecond passes whenever it is read, and no other time, so that what comes later is later and
 * no window closes because a machine is slow. A test puts it ahead, or breaks it.
 */
export class TestClock {
  aheadMs = 0;
  private readMs = Date.now();
  private failure: Error | undefined;

  readonly now = (): Date => {
    if (this.failure) throw this.failure;
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
