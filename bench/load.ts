import type { RegistrationBody } from '../stand/extract';
import { UnexpectedAnswer, type Contender } from './contender';
import { msOf } from './latency';
import { latencies, type Row } from './report';

interface LoadResult {
  readonly perSecond: number;
  /** Milliseconds of each accepted request. */
  readonly times: readonly number[];
  readonly shedTimes: readonly number[];
  /** Answers other than a start or a 503, such as a start that was still being validated. */
  readonly others: number;
}

/** Starts one registration a company, `atOnce` at a time. */
export async function startUnderLoad(
  contender: Contender<RegistrationBody>,
  companies: readonly RegistrationBody[],
  atOnce: number,
): Promise<LoadResult> {
  const times: number[] = [];
  const shedTimes: number[] = [];
  let others = 0;
  const waiting = companies.values();
  const client = async (): Promise<void> => {
    for (const company of waiting) {
      const [start] = contender(company);
      if (!start) throw new Error('A registration has a start.');
      const began = performance.now();
      try {
        times.push(await msOf(start.call));
      } catch (error) {
        if (!(error instanceof UnexpectedAnswer)) throw error;
        if (error.answer.status === 503) shedTimes.push(performance.now() - began);
        else others += 1;
      }
    }
  };
  const took = await msOf(() => Promise.all(Array.from({ length: atOnce }, client)));
  return { perSecond: (times.length / took) * 1_000, times, shedTimes, others };
}

/** A row with the results of a load; latencies in milliseconds. */
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
