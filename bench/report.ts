import type { LoadResult } from './load';
import { compare, latencies } from './statistics';

export type Row = Readonly<Record<string, string | number>>;

/** Latencies in milliseconds, and the ratio of the median to the floor's with its 95 % interval. */
export function latencyRow(times: readonly number[], floor: readonly number[]): Row {
  const { ratioOfMedians, from, to } = compare(times, floor);
  return {
    ...latencies(times),
    'to the floor': ratioOfMedians.toFixed(2),
    '95 % interval': `${from.toFixed(2)}–${to.toFixed(2)}`,
    measured: times.length,
  };
}

/** What a load came to; latencies in milliseconds. */
export function loadRow({ perSecond, times, shedTimes, others }: LoadResult): Row {
  return {
    taken: times.length,
    'a second': perSecond.toFixed(0),
    ...latencies(times),
    'shed (503)': shedTimes.length,
    'p95 of a 503': latencies(shedTimes).p95,
    'other answers': others,
  };
}
