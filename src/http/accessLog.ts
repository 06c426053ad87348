import type { RequestHandler } from 'express';
import type { Logger } from '../observability/logger';
import type { Metrics } from '../observability/metrics';

/** One line a request: method, route as it is declared (never the path that was asked for), status and time. */
export function accessLog(logger: Logger, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    response.once('close', () => {
      const route = (request.route as { path?: string } | undefined)?.path ?? 'none';
      const ms = performance.now() - started;
      const status = response.writableFinished ? response.statusCode : 499;
      metrics.requestSeconds.observe({ method: request.method, route, status }, ms / 1_000);
      const correlator = response.locals['correlator'] as string;
      logger.info({ correlator, method: request.method, route, status, ms: Math.round(ms) }, 'request');
    });
    next();
  };
}
