/** Room for so many submissions at once, first come, first served. It may be closed for a moment. */
export class SubmitWindow {
  private underWay = 0;
  private closedUntil = 0;
  private readonly queue = new Set<() => void>();

  constructor(private readonly size: number) {}

  /**
   * Waits for room and takes it; {@link leave} gives it back.
   *
   * @throws what `signal` was aborted with, if that comes first; then no room is taken.
   */
  async enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const giveUp = () => {
        this.queue.delete(takeRoom);
        reject(signal.reason as Error);
      };
      const takeRoom = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.queue.add(takeRoom);
      this.admit();
    });
  }

  leave(): void {
    this.underWay -= 1;
    this.admit();
  }

  /** Lets nobody in for so long. */
  close(pauseMs: number): void {
    this.closedUntil = Math.max(this.closedUntil, performance.now() + pauseMs);
    setTimeout(() => {
      this.admit();
    }, pauseMs + 1).unref();
  }

  private admit(): void {
    for (const takeRoom of this.queue) {
      if (this.underWay >= this.size || performance.now() < this.closedUntil) return;
      this.queue.delete(takeRoom);
      this.underWay += 1;
      takeRoom();
    }
  }
}
