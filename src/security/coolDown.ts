/** For as long a server is left alone after it did not answer. */
const coolDownMs = 5_000;

/** Leaves a server that does not answer alone for a while, so that requests which need it fail at once. */
export class CoolDown {
  private closedUntil = 0;

  constructor(private readonly now: () => Date) {}

  /** @throws what `ask` throws, or Error where it failed a moment ago */
  async ask<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    if (this.now().getTime() < this.closedUntil) throw new Error('The server did not answer a moment ago.');
    try {
      return await ask();
    } catch (error) {
      this.closedUntil = this.now().getTime() + coolDownMs;
      throw error;
    }
  }
}
