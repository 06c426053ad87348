import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Choices that are the same on every machine for one seed. */
export class Random {
  private readonly generator;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed);
  }

  /** An integer from `least` to `greatest`, both possible. */
  integer(least: number, greatest: number): number {
    return uniformInt(this.generator, least, greatest);
  }

  oneOf<const Values extends readonly [unknown, ...unknown[]]>(values: Values): Values[number] {
    return values[this.integer(0, values.length - 1)] ?? values[0];
  }

  /** True in `percent` of a hundred cases. */
  happens(percent: number): boolean {
    return this.integer(1, 100) <= percent;
  }

  digits(length: number): string {
    return Array.from({ length }, () => this.integer(0, 9)).join('');
  }

  /** A day of the years given, `YYYY-MM-DD`. */
  day(firstYear: number, lastYear: number): string {
    const first = Date.UTC(firstYear, 0, 1) / dayMs;
    const last = Date.UTC(lastYear, 11, 31) / dayMs;
    return new Date(this.integer(first, last) * dayMs).toISOString().slice(0, 10);
  }
}

const dayMs = 86_400_000;
