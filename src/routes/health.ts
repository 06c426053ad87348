import { Router } from 'express';
import { healthOf, type HealthChecks } from '../observability/health';

/** `/health/live`: the process runs. `/health/ready`: what it needs answers. */
export function healthRouter(checks: HealthChecks): Router {
  const router = Router();
  router.get('/health/live', (_request, response) => response.json({ status: 'live' }));
  router.get('/health/ready', async (_request, response) => {
    const health = await healthOf(checks);
    response
      .status(health.status === 'ready' ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json(health);
  });
  return router;
}
