import type { LoadResult } from './load';
import { compare, latencies, type Pair } from './statistics';

type Row = Readonly<Record<string, string | number>>;
export type LoadRow = Row;

/** Latencies of both in milliseconds, and the ratio of their medians with its 95 % interval. */
export function comparisonRow(pairs: readonly Pair[]): Row {
  const service = latencies(pairs.map((pair) => pair.service));
  const floor = latencies(pairs.map((pair) => pair.floor));
  const { ratioOfMedians, from, to } = compare(pairs);
  return {
    'service p50': service.p50,
    'service p95': service.p95,
    'floor p50': floor.p50,
    'floor p95': floor.p95,
    'ratio of p50': ratioOfMedians.toFixed(2),
    '95 % interval': `${from.toFixed(2)}–${to.toFixed(2)}`,
    pairs: pairs.length,
  };
}

/** What a load came to; latencies in milliseconds. */
export function loadRow({ perSecond, times, shedTimes, others }: LoadResult): LoadRow {
  const { p50, p95 } = latencies(times);
  return {
    taken: times.length,
    'a second': perSecond.toFixed(0),
    p50,
    p95,
    'shed (503)': shedTimes.length,
    'p95 of a 503': latencies(shedTimes).p95,
    'other answers': others,
  };
}
