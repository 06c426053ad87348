import { type ClientKey, Keyring, parseClientKey, parseSealingKey, type SealingKey } from './keys';
import type { Env } from './env';

/** Keys and tokens. None of them is ever logged, and none is in the database. */
export interface Secrets {
  /** Known to every process of the service. */
  readonly serviceKeys: Keyring;
  /** Known to workers and importers alone; absent in an API process. */
  readonly workerKeys: Keyring | undefined;
  /** What the API seals a typed PUK to; its private half follows from the workers' keys. */
  readonly pukSealingKey: SealingKey | undefined;
  readonly codecEndpointToken: string | undefined;
  readonly temporalApiKey: string | undefined;
  /** By which this process shows Temporal who it is; PEM. */
  readonly temporalCertificate: { readonly certificate: string; readonly key: string } | undefined;
  readonly crmToken: string | undefined;
  /** Bearer token of the gateway for text messages. */
  readonly smsGatewayToken: string | undefined;
  /** By which the service is CAMARA Number Verification's client. */
  readonly numberVerificationKey: ClientKey | undefined;
}

/** Keys with this prefix are made by `npm start` for one machine and refused in production. */
export const developmentKeyPrefix = 'dev-';

/**
 * @throws Error with a sentence that says what to set.
 */
export function secretsFrom(env: Env): Secrets {
  if (!env.SERVICE_KEYS) {
    throw new Error(
      'SERVICE_KEYS must be set (id:base64 of 32 random bytes); npm start makes development keys by itself.',
    );
  }
  const serviceKeys = Keyring.parse(env.SERVICE_KEYS, 'SERVICE_KEYS');
  const workerKeys = env.WORKER_KEYS ? Keyring.parse(env.WORKER_KEYS, 'WORKER_KEYS') : undefined;
  const pukSealingKey = env.PUK_SEALING_KEY
    ? parseSealingKey(env.PUK_SEALING_KEY, 'PUK_SEALING_KEY')
    : undefined;
  if (workerKeys?.sharesKeyWith(serviceKeys)) {
    throw new Error(
      'SERVICE_KEYS and WORKER_KEYS share a key: make another, or an API process could do what workers alone may.',
    );
  }
  if (env.NODE_ENV === 'production')
    refuseDevelopmentKeys([...serviceKeys.ids, ...(workerKeys?.ids ?? []), pukSealingKey?.id ?? '']);
  return {
    serviceKeys,
    workerKeys,
    pukSealingKey,
    codecEndpointToken: env.CODEC_ENDPOINT_TOKEN,
    temporalApiKey: env.TEMPORAL_API_KEY,
    temporalCertificate: temporalCertificateFrom(env),
    crmToken: env.CRM_TOKEN,
    smsGatewayToken: env.SMS_GATEWAY_TOKEN,
    numberVerificationKey: clientKeyFrom(env),
  };
}

/**
 * What an API process may have: whoever breaks into one must neither open a PUK nor compute a code.
 *
 * @throws Error with a sentence that says what to set.
 */
export function refuseForApi({ workerKeys }: Secrets): void {
  if (workerKeys)
    throw new Error('WORKER_KEYS must not be set for the API: workers alone open PUKs and make codes.');
}

function clientKeyFrom({ NUMBER_VERIFICATION_CLIENT_KEY: text }: Env): ClientKey | undefined {
  return text === undefined ? undefined : parseClientKey(text, 'NUMBER_VERIFICATION_CLIENT_KEY');
}

function temporalCertificateFrom(env: Env): Secrets['temporalCertificate'] {
  const { TEMPORAL_TLS_CERTIFICATE: certificate, TEMPORAL_TLS_KEY: key } = env;
  if (certificate !== undefined && key !== undefined) return { certificate, key };
  if (certificate === undefined && key === undefined) return undefined;
  throw new Error('TEMPORAL_TLS_CERTIFICATE and TEMPORAL_TLS_KEY belong together: set both, or neither.');
}

function refuseDevelopmentKeys(ids: readonly string[]): void {
  if (!ids.some((id) => id.startsWith(developmentKeyPrefix))) return;
  throw new Error(
    'SERVICE_KEYS, WORKER_KEYS or PUK_SEALING_KEY holds a development key: make keys of your own for production.',
  );
}
