/** Times of one pair, in milliseconds. */
export interface Pair {
  readonly service: number;
  readonly floor: number;
}

export interface Comparison {
  readonly ratioOfMedians: number;
  /** 95 % of the resamples lie between these. */
  readonly from: number;
  readonly to: number;
}

const resamples = 2_000;

/** Ratio of the medians with its percentile bootstrap interval; pairs are resampled whole, since what disturbs one disturbs the other. */
export function compare(pairs: readonly Pair[]): Comparison {
  const ratios = Array.from({ length: resamples }, () => ratioOf(resampled(pairs)));
  return {
    ratioOfMedians: ratioOf(pairs),
    from: quantile(ratios, 0.025),
    to: quantile(ratios, 0.975),
  };
}

/** p50 and p95, rounded to a tenth of a millisecond. */
export function latencies(times: readonly number[]): { readonly p50: string; readonly p95: string } {
  return { p50: quantile(times, 0.5).toFixed(1), p95: quantile(times, 0.95).toFixed(1) };
}

function ratioOf(pairs: readonly Pair[]): number {
  const median = (of: keyof Pair): number =>
    quantile(
      pairs.map((pair) => pair[of]),
      0.5,
    );
  return median('service') / median('floor');
}

/** As many pairs, drawn with replacement. */
function resampled(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.flatMap(() => pairs[Math.floor(Math.random() * pairs.length)] ?? []);
}

/** Linear between the two nearest values; 0 where there is none. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(position)] ?? 0, sorted[Math.ceil(position)] ?? 0];
  return below + (above - below) * (position % 1);
}
