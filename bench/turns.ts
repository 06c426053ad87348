import type { Contender, MeasuredStep } from './contender';

/** Of each step its times of one contender, in milliseconds, one a turn. */
export type Times = ReadonlyMap<string, readonly number[]>;

/**
 * Measures the contenders in turn, one request at a time; who comes first changes with every turn. The first turns count as warm-up and
 * are dropped.
 */
export async function measureInTurn<Subject>(
  contenders: readonly Contender<Subject>[],
  subjects: readonly Subject[],
  warmUp: number,
): Promise<readonly Times[]> {
  const times = contenders.map(() => new Map<string, number[]>());
  for (const [turn, subject] of subjects.entries()) {
    for (const place of contenders.keys()) {
      const next = (turn + place) % contenders.length;
      const took = await timesOf(contenders[next]?.(subject) ?? []);
      for (const [step, ms] of took)
        if (turn >= warmUp) times[next]?.set(step, [...(times[next].get(step) ?? []), ms]);
    }
  }
  return times;
}

async function timesOf(steps: readonly MeasuredStep[]): Promise<readonly (readonly [string, number])[]> {
  const took: [string, number][] = [];
  for (const { name, call, settle } of steps) {
    took.push([name, await msOf(call)]);
    await settle?.();
  }
  return took;
}

/** @returns how long a call took, in milliseconds */
export async function msOf(call: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await call();
  return performance.now() - began;
}
