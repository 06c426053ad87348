import { randomInt } from 'node:crypto';
import { signOfDifference } from './mannWhitney';

/** Milliseconds that each of two things takes, one after the other and no two at once. */
export interface Timed {
  readonly known: readonly number[];
  readonly unknown: readonly number[];
}

/** Times `pairs` pairs, each in an order drawn anew. */
export async function interleaved(
  pairs: number,
  millisecondsOf: (kind: keyof Timed, pair: number) => Promise<number>,
): Promise<Timed> {
  const timed = { known: [] as number[], unknown: [] as number[] };
  for (let pair = 0; pair < pairs; pair += 1) {
    const order = ['known', 'unknown'] as const;
    for (const kind of randomInt(2) === 0 ? order : order.toReversed())
      timed[kind].push(await millisecondsOf(kind, pair));
  }
  return timed;
}

/**
 * Whether time tells the two apart. At α = 0.01 one sample in a hundred finds a difference where there is none: it counts only
 * if a second sample, drawn after it, finds the same one, which chance does once in 20,000 times.
 */
export async function timeTells(sample: () => Promise<Timed>): Promise<boolean> {
  const found = signOf(await sample());
  return found !== 0 && found === signOf(await sample());
}

function signOf(timed: Timed): number {
  const surroundings = timed.known.map((_ms, pair) => medianAround(timed, pair));
  const relative = (all: readonly number[]) => all.map((ms, pair) => ms - (surroundings[pair] ?? 0));
  return signOfDifference(relative(timed.known), relative(timed.unknown));
}

/** Of a pair and the five before and after it: what else the machine did meanwhile is in all of them. */
function medianAround({ known, unknown }: Timed, pair: number): number {
  const [from, to] = [Math.max(0, pair - 5), pair + 6];
  const around = [...known.slice(from, to), ...unknown.slice(from, to)].sort((one, other) => one - other);
  return around[Math.floor(around.length / 2)] ?? 0;
}
