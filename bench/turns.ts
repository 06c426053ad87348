import type { RegistrationBody } from '../stand/extract';
import type { Contender, Entry } from './contenders';

/** Times of one contender, in milliseconds, one a turn. */
export interface Times {
  readonly start: readonly number[];
  readonly activation: readonly number[];
}

interface Turn {
  readonly start: number;
  readonly activation: number;
}

/**
 * Measures the contenders in turn, one request at a time; who comes first changes with every turn. The first turns count as warm-up and
 * are dropped.
 */
export async function measureInTurn(
  contenders: readonly Contender[],
  companies: readonly RegistrationBody[],
  warmUp: number,
): Promise<readonly Times[]> {
  const turns: Turn[][] = [];
  for (const [index, company] of companies.entries()) {
    const turn: Turn[] = [];
    for (const [place] of contenders.entries()) {
      const next = (index + place) % contenders.length;
      const contender = contenders[next];
      if (contender) turn[next] = await timesOf(contender(company));
    }
    turns.push(turn);
  }
  return contenders.map((_contender, index) => timesOfOne(turns.slice(warmUp), index));
}

function timesOfOne(turns: readonly (readonly Turn[])[], contender: number): Times {
  const own = turns.flatMap((turn) => turn[contender] ?? []);
  return { start: own.map(({ start }) => start), activation: own.map(({ activation }) => activation) };
}

async function timesOf(entry: Entry): Promise<Turn> {
  const start = await msOf(() => entry.start());
  await entry.settle();
  const activation = await msOf(() => entry.activate());
  return { start, activation };
}

/** @returns how long a call took, in milliseconds */
export async function msOf(call: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await call();
  return performance.now() - began;
}
