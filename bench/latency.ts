import type { Contender, Contenders, MeasuredStep } from './contender';
import { latencyRow, type Row } from './report';

/** One contender's times by step, in milliseconds, one for each turn. */
type Times = ReadonlyMap<string, readonly number[]>;

/**
 * Measures the contenders in turn, one request at a time. The order rotates with every turn. The first `warmUp` turns are dropped.
 */
async function measureInTurn<Subject>(
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

/** A row for each step and contender, each compared to the floor. */
export async function latencyRows<Subject>(
  { service, edge, floor }: Contenders<Subject>,
  subjects: readonly Subject[],
  warmUp: number,
): Promise<Readonly<Record<string, Row>>> {
  const names = ['service', 'service with empty activities', 'floor'];
  const measured = await measureInTurn([service, edge, floor], subjects, warmUp);
  const [, , lowest] = measured;
  const rows: Record<string, Row> = {};
  for (const step of lowest?.keys() ?? [])
    for (const [index, times] of measured.entries())
      rows[`${step}: ${names[index] ?? ''}`] = latencyRow(times.get(step) ?? [], lowest?.get(step) ?? []);
  return rows;
}
