/** Two-sided α = 0.01: the standard normal distribution's 99.5 % quantile. */
const criticalScore = 2.575_829;

/**
 * Mann–Whitney U of two samples, as a standard score: by the normal approximation, corrected for ties.
 *
 * @returns negative where the first sample tends to be the smaller one; 0 where all values are one
 */
export function mannWhitneyScore(first: readonly number[], second: readonly number[]): number {
  const sizes = first.length * second.length;
  const total = first.length + second.length;
  const { rankOf, ties } = ranksOf([...first, ...second]);
  const rankSum = first.reduce((sum, value) => sum + (rankOf.get(value) ?? 0), 0);
  const u = rankSum - (first.length * (first.length + 1)) / 2;
  const tieTerm = ties.reduce((sum, tied) => sum + tied ** 3 - tied, 0) / (total * (total - 1));
  const variance = (sizes / 12) * (total + 1 - tieTerm);
  return variance === 0 ? 0 : (u - sizes / 2) / Math.sqrt(variance);
}

/** Whether two samples differ at α = 0.01; the sign says which way. */
export function signOfDifference(first: readonly number[], second: readonly number[]): number {
  const score = mannWhitneyScore(first, second);
  return Math.abs(score) < criticalScore ? 0 : Math.sign(score);
}

/** Mean rank of each value, counting from 1, and how often each occurs. */
function ranksOf(values: readonly number[]): {
  readonly rankOf: ReadonlyMap<number, number>;
  readonly ties: readonly number[];
} {
  const occurrences = new Map<number, number>();
  for (const value of values) occurrences.set(value, (occurrences.get(value) ?? 0) + 1);
  const sorted = [...occurrences].sort(([one], [other]) => one - other);
  const rankOf = new Map<number, number>();
  let before = 0;
  for (const [value, times] of sorted) {
    rankOf.set(value, before + (times + 1) / 2);
    before += times;
  }
  return { rankOf, ties: sorted.map(([, times]) => times) };
}
