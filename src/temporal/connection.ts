import { Connection, WorkflowClient } from '@temporalio/client';
import type { Settings } from '../config/config';
import { correlationInterceptor } from './correlationInterceptor';
import { encryptingDataConverter } from './dataConverter';

/** How to reach Temporal; clients and workers use the same. */
export function temporalAddress({ config, secrets }: Settings) {
  return {
    address: config.temporal.address,
    tls: config.temporal.tls,
    ...(secrets.temporalApiKey !== undefined && { apiKey: secrets.temporalApiKey }),
  };
}

/** A client that connects with the first call, so that an API process starts while Temporal is away. */
export function createWorkflowClient(settings: Settings): { client: WorkflowClient; connection: Connection } {
  const connection = Connection.lazy(temporalAddress(settings));
  const client = new WorkflowClient({
    connection,
    namespace: settings.config.temporal.namespace,
    dataConverter: encryptingDataConverter(settings.secrets.serviceKeys),
    interceptors: [correlationInterceptor],
  });
  return { client, connection };
}
