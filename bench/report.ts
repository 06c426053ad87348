export type Row = Readonly<Record<string, string | number>>;

/** A row of latencies in milliseconds with the ratio of the median to the floor's with its 95 % interval. */
export function latencyRow(times: readonly number[], floor: readonly number[]): Row {
  const { ratioOfMedians, from, to } = compare(times, floor);
  return {
    ...latencies(times),
    'to the floor': ratioOfMedians.toFixed(2),
    '95 % interval': `${from.toFixed(2)}–${to.toFixed(2)}`,
    measured: times.length,
  };
}

interface Comparison {
  readonly ratioOfMedians: number;
  /** 95 % of the resamples lie between these. */
  readonly from: number;
  readonly to: number;
}

const resamples = 2_000;

/**
 * Ratio of the medians with its percentile bootstrap interval. The values of one turn are resampled together: a disturbance hits both.
 */
function compare(times: readonly number[], floor: readonly number[]): Comparison {
  const ratios = Array.from({ length: resamples }, () => {
    const turns = times.map(() => Math.floor(Math.random() * times.length));
    return ratioOf(at(times, turns), at(floor, turns));
  });
  return {
    ratioOfMedians: ratioOf(times, floor),
    from: quantile(ratios, 0.025),
    to: quantile(ratios, 0.975),
  };
}

/** p50 and p95, rounded to a tenth of a millisecond. */
export function latencies(times: readonly number[]): { readonly p50: string; readonly p95: string } {
  return { p50: quantile(times, 0.5).toFixed(1), p95: quantile(times, 0.95).toFixed(1) };
}

function ratioOf(times: readonly number[], floor: readonly number[]): number {
  return quantile(times, 0.5) / quantile(floor, 0.5);
}

function at(times: readonly number[], turns: readonly number[]): readonly number[] {
  return turns.flatMap((turn) => times[turn] ?? []);
}

/** Linear between the two nearest values; 0 where there is none. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(position)] ?? 0, sorted[Math.ceil(position)] ?? 0];
  return below + (above - below) * (position % 1);
}
