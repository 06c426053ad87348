import { collectDefaultMetrics, Counter, Histogram, register as ofProcess, Registry } from 'prom-client';

/** What an API process counts, in Prometheus' form. Labels are routes, methods and codes: nothing of a person. */
export interface Metrics {
  readonly registry: Registry;
  readonly requestSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly shedRequests: Counter;
  readonly refusedConnections: Counter;
  readonly alarms: Counter<'alarm'>;
}

export function createMetrics(): Metrics {
  // They watch the process for good, so they are collected once, however many APIs it serves.
  if (ofProcess.getMetricsAsArray().length === 0) collectDefaultMetrics();
  const registry = Registry.merge([ofProcess]);
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from a request to the end of its answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    }),
    shedRequests: new Counter({
      name: 'http_requests_shed_total',
      help: 'Requests answered 503 because too many were under way.',
      registers: [registry],
    }),
    refusedConnections: new Counter({
      name: 'http_connections_refused_total',
      help: 'Connections closed at once because too many were open, in all or from their network.',
      registers: [registry],
    }),
    alarms: new Counter({
      name: 'selfcare_alarms',
      help: 'Alarms raised.',
      labelNames: ['alarm'],
      registers: [registry],
    }),
  };
}
