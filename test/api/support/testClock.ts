/** The clock of an API under test: ahead of the real one by as much as a test says, or broken. */
export class TestClock {
  aheadMs = 0;
  private failure: Error | undefined;

  readonly now = (): Date => {
    if (this.failure) throw this.failure;
    return new Date(Date.now() + this.aheadMs);
  };

  failWith(failure: Error): void {
    this.failure = failure;
  }

  reset(): void {
    this.aheadMs = 0;
    this.failure = undefined;
  }
}
