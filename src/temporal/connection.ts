import {
  Connection,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
  WorkflowClient,
  type TLSConfig,
  type WorkflowClientInterceptor,
} from '@temporalio/client';
import { type DataConverter, defaultPayloadConverter, type Headers } from '@temporalio/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { Settings } from '../config/config';
import type { Keyring } from '../config/keys';
import { correlatorHeader, currentCorrelator } from '../observability/correlation';
import { EncryptingPayloadCodec } from '../security/sealing';

/** How to reach Temporal; clients and workers use the same. */
export function temporalAddress({ config, secrets }: Settings) {
  return {
    address: config.temporal.address,
    tls: config.temporal.tls && tlsOf(config.temporal.tlsCa, secrets.temporalCertificate),
    ...(secrets.temporalApiKey !== undefined && { apiKey: secrets.temporalApiKey }),
  };
}

function tlsOf(ca: string | undefined, own: Settings['secrets']['temporalCertificate']): TLSConfig {
  return {
    ...(ca !== undefined && { serverRootCACertificate: Buffer.from(ca) }),
    ...(own && { clientCertPair: { crt: Buffer.from(own.certificate), key: Buffer.from(own.key) } }),
  };
}

/** RESOURCE_EXHAUSTED of gRPC: the server has too much to do, so the caller is told to come back, instead of asking again for it. */
const codesNotTriedAgain: readonly number[] = [8];
/** Longest wait before a call is tried again: what is due later would outlive the deadline of its call. */
const longestRetryDelayMs = 250;

export interface TemporalClient {
  readonly client: WorkflowClient;
  readonly connection: Connection;
  /** Lets retries that are due come to their end, since one that finds the connection closed throws where nobody catches. */
  readonly close: () => Promise<void>;
}

/** A client that connects with the first call, so that an API process starts while Temporal is away. */
export function createWorkflowClient(settings: Settings): TemporalClient {
  const closing = new AbortController();
  const connection = Connection.lazy({
    ...temporalAddress(settings),
    interceptors: [retriesUntil(closing.signal)],
  });
  const client = new WorkflowClient({
    connection,
    namespace: settings.config.temporal.namespace,
    dataConverter: encryptingDataConverter(settings.secrets.serviceKeys),
    interceptors: [correlationInterceptor],
  });
  const close = async () => {
    closing.abort();
    await delay(longestRetryDelayMs + 50);
    await connection.close();
  };
  return { client, connection, close };
}

/** Calls that a server did not take are tried again until their deadline, or until the client closes. */
function retriesUntil(closing: AbortSignal) {
  const { delayFunction, retryableDecider } = defaultGrpcRetryOptions({ maxAttempts: 50 });
  return makeGrpcRetryInterceptor({
    delayFunction: (attempt, status) => Math.min(longestRetryDelayMs, delayFunction(attempt, status)),
    retryableDecider: (attempt, status) =>
      !closing.aborted && !codesNotTriedAgain.includes(status.code) && retryableDecider(attempt, status),
  });
}

/** Hands the request's correlation id to the workflow, whose activities pass it on to their logs. */
const correlationInterceptor: WorkflowClientInterceptor = {
  startUpdateWithStart: (input, next) =>
    next({
      ...input,
      workflowStartHeaders: correlated(input.workflowStartHeaders),
      updateHeaders: correlated(input.updateHeaders),
    }),
  startUpdate: (input, next) => next({ ...input, headers: correlated(input.headers) }),
};

function correlated(headers: Headers): Headers {
  const correlator = currentCorrelator();
  if (correlator === undefined) return headers;
  return { ...headers, [correlatorHeader]: defaultPayloadConverter.toPayload(correlator) };
}

/** The converter that clients and workers share: payloads and failures leave a process encrypted only. */
export function encryptingDataConverter(serviceKeys: Keyring): DataConverter {
  return {
    payloadCodecs: [new EncryptingPayloadCodec(serviceKeys)],
    failureConverterPath: require.resolve('../../workflows/failureConverter'),
  };
}
