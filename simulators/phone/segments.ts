/** Where a segment stands in its message. */
export interface SegmentPlace {
  readonly reference: number;
  readonly total: number;
  /** From 1. */
  readonly number: number;
}

const mostUnfinished = 100;

/** Puts messages together whose segments come one by one, in any order. */
export class SegmentAssembler {
  private readonly unfinished = new Map<string, Map<number, string>>();

  /**
   * @param conversation who writes to whom: references are unique within it alone.
   * @returns the whole text once its last segment is there.
   */
  add(conversation: string, { reference, total, number }: SegmentPlace, text: string): string | undefined {
    const key = JSON.stringify([conversation, reference, total]);
    const segments = this.unfinished.get(key) ?? new Map<number, string>();
    segments.set(number, text);
    if (segments.size < total) {
      this.unfinished.set(key, segments);
      this.forgetOldest();
      return undefined;
    }
    this.unfinished.delete(key);
    return [...segments]
      .sort(([one], [other]) => one - other)
      .map(([, segment]) => segment)
      .join('');
  }

  private forgetOldest(): void {
    const [oldest] = this.unfinished.keys();
    if (this.unfinished.size > mostUnfinished && oldest !== undefined) this.unfinished.delete(oldest);
  }
}
