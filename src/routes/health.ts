import { Router } from 'express';

/**
 * Whether one part of the service answers; rejects or is slow when it does not.
 *
 * @param deadline milliseconds since 1970; after it nobody waits any more
 */
export type HealthCheck = (deadline: number) => Promise<unknown>;

const checkDeadlineMs = 1_000;

/** `/health/live`: the process runs. `/health/ready`: what it needs answers within a second. */
export function healthRouter(checks: Readonly<Record<string, HealthCheck>>): Router {
  const router = Router();
  router.get('/health/live', (_request, response) => response.json({ status: 'live' }));
  router.get('/health/ready', async (_request, response) => {
    const states = await Promise.all(
      Object.entries(checks).map(async ([part, check]) => [part, await stateOf(check)]),
    );
    const ready = states.every(([, state]) => state === 'up');
    response
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: ready ? 'ready' : 'not ready', parts: Object.fromEntries(states) as unknown });
  });
  return router;
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
