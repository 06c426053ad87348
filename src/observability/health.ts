/**
 * Whether one part of the service answers; rejects or is slow when it does not.
 *
 * @param deadline milliseconds since 1970; after it nobody waits any more
 */
type HealthCheck = (deadline: number) => Promise<unknown>;

export type HealthChecks = Readonly<Record<string, HealthCheck>>;

export interface Health {
  readonly status: 'ready' | 'not ready';
  readonly parts: Readonly<Record<string, 'up' | 'down'>>;
}

const checkDeadlineMs = 1_000;

/** Whether everything that is needed answers within a second. */
export async function healthOf(checks: HealthChecks): Promise<Health> {
  const states = await Promise.all(
    Object.entries(checks).map(async ([part, check]) => [part, await stateOf(check)] as const),
  );
  const isReady = states.every(([, state]) => state === 'up');
  return { status: isReady ? 'ready' : 'not ready', parts: Object.fromEntries(states) };
}

async function stateOf(check: HealthCheck): Promise<'up' | 'down'> {
  const deadline = AbortSignal.timeout(checkDeadlineMs);
  const late = new Promise<'down'>((resolve) => deadline.addEventListener('abort', () => resolve('down')));
  const state = check(Date.now() + checkDeadlineMs).then(
    () => 'up' as const,
    () => 'down' as const,
  );
  return Promise.race([state, late]);
}
