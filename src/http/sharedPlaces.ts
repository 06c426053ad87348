/** An origin may hold so many places for each one that is free: alone three quarters of all, of ten origins each a tenth. */
const heldPerFreePlace = 3;

/**
 * Places that all origins share. The fuller they are, the fewer one origin may hold (dynamic thresholds, as switches divide
 * their memory), so that an origin that holds none finds one.
 */
export class SharedPlaces {
  private readonly heldBy = new Map<string, number>();
  private taken = 0;

  constructor(private readonly places: number) {}

  /**
   * @param factor as many origins as it stands for
   * @returns gives the place back, once; undefined where the origin gets none
   */
  take(origin: string, factor = 1): (() => void) | undefined {
    const held = this.heldBy.get(origin) ?? 0;
    if (held >= factor * heldPerFreePlace * (this.places - this.taken)) return undefined;
    this.taken += 1;
    this.heldBy.set(origin, held + 1);
    return () => this.giveBack(origin);
  }

  private giveBack(origin: string): void {
    const left = (this.heldBy.get(origin) ?? 0) - 1;
    this.taken -= 1;
    if (left > 0) this.heldBy.set(origin, left);
    else this.heldBy.delete(origin);
  }
}
