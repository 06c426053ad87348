const freshForMs = 500;

/** Looks at something outside; whoever asks within half a second gets the same look. */
export class Look<Seen> {
  private lookedAt = 0;
  private look: Promise<readonly Seen[]> = Promise.resolve([]);

  constructor(private readonly read: () => Promise<readonly Seen[]>) {}

  async taken(): Promise<readonly Seen[]> {
    if (Date.now() - this.lookedAt >= freshForMs) {
      this.lookedAt = Date.now();
      this.look = this.read();
    }
    return this.look;
  }
}
