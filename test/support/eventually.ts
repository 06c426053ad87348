import { setTimeout as delay } from 'node:timers/promises';

/** Far beyond what the slowest machine needs, and below jest's own limit, so that it is told what was missing. */
const longestWaitMs = 120_000;

/**
 * Asks until there is an answer.
 *
 * @param ask answers undefined as long as there is none
 * @param missing says what did not come
 */
export async function eventually<Answer>(
  ask: () => Promise<Answer | undefined> | Answer | undefined,
  missing: string,
): Promise<Answer> {
  const began = performance.now();
  while (performance.now() - began < longestWaitMs) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await delay(20);
  }
  throw new Error(missing);
}
