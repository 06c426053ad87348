const momentMs = 2_000;
const patienceMs = 10_000;

/**
 * The moments at which an answer that must tell nothing may change: how long a provider took is rounded to them, so that
 * what was sent and what only looks so cannot be told apart. All times are milliseconds since 1970.
 *
 * @param requestedAt when the message was asked for
 * @param acceptedAt when its provider took it
 * @returns `begins`: the moment before, from which the code lives; `shownFrom`: the moment after, from which it is told
 */
export function roundToInterval(
  requestedAt: number,
  acceptedAt: number,
): { readonly begins: number; readonly shownFrom: number } {
  const passed = Math.max(0, Math.floor((acceptedAt - requestedAt) / momentMs));
  const begins = requestedAt + passed * momentMs;
  return { begins, shownFrom: begins + momentMs };
}

/** From when on a message that nobody has taken yet is called delayed. */
export function delayedFrom(requestedAt: number): number {
  return requestedAt + patienceMs;
}
