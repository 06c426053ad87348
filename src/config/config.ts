import { type Env, readEnv } from './env';
import { type Figures, figuresFrom } from './figures';
import {
  type ChannelConfigs,
  channelConfigsFrom,
  type NetworkConfig,
  networkConfigFrom,
  type OauthConfig,
  oauthConfigFrom,
} from './providers';
import { type PasskeyConfig, passkeyConfigFrom } from './passkeys';
import { type Secrets, secretsFrom } from './secrets';

/** Settings that are no secrets, grouped by what they serve. */
export interface Config {
  readonly environment: Env['NODE_ENV'];
  readonly logLevel: Env['LOG_LEVEL'];
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly publicBaseUrl: string;
    readonly trustedProxies: readonly string[];
    readonly sharedNetworks: Env['SHARED_NETWORKS'];
    readonly maxRequestsInFlight: number;
    readonly maxConnections: number;
  };
  /** Where customers find each portal; this service is that of self-care. */
  readonly portalAddresses: Readonly<Record<'selfcare' | 'ecare' | 'windecare', string>>;
  readonly portal: PortalConfig;
  readonly operator: { readonly host: string; readonly port: number; readonly uiOrigin: string };
  readonly temporal: {
    readonly address: string;
    readonly namespace: string;
    readonly taskQueue: string;
    readonly tls: boolean;
    /** Who signed the server's certificate, PEM; undefined: an authority that the system trusts. */
    readonly tlsCa: string | undefined;
    readonly workflowBundle: string | undefined;
    /** Names the version of a worker beside which others run; undefined: all workers run the same. */
    readonly workerVersion: string | undefined;
    readonly metricsAddress: string | undefined;
    readonly healthAddress: string | undefined;
  };
  readonly mongodbUri: string;
  readonly channels: ChannelConfigs;
  readonly oauth: OauthConfig;
  readonly network: NetworkConfig;
  readonly records: { readonly source: 'imported' } | { readonly source: 'crm'; readonly baseUrl: string };
  /** Without a slash at its end; undefined where no list is asked. */
  readonly breachedPasswordsUrl: string | undefined;
  readonly passkeys: PasskeyConfig;
  /** Of whom a sign-in from a device that the account does not know asks a code beside the password. */
  readonly newDeviceConfirmation: Env['NEW_DEVICE_CONFIRMATION'];
  readonly figures: Figures;
}

export interface Settings {
  readonly config: Config;
  readonly secrets: Secrets;
}

/**
 * env → config → secrets. Contradictions stop the boot.
 *
 * @throws Error with a sentence that says what to set.
 */
export function loadSettings(source?: NodeJS.ProcessEnv): Settings {
  const env = readEnv(source);
  refuseOpenCodec(env);
  refuseBaseWithMore(env);
  refusePlainTemporal(env);
  if (env.NODE_ENV === 'production') refuseUnsafeProduction(env);
  return { config: configFrom(env), secrets: secretsFrom(env) };
}

function refuseOpenCodec(env: Env): void {
  if (env.CODEC_ENDPOINT_TOKEN || ['127.0.0.1', '::1', 'localhost'].includes(env.OPERATOR_HOST)) return;
  throw new Error(
    'OPERATOR_HOST is not the loopback: set CODEC_ENDPOINT_TOKEN, or anyone there could read payloads in clear.',
  );
}

/** A link is the base with a path and a fragment behind it. */
function refuseBaseWithMore(env: Env): void {
  if (!/[?#]/.test(env.PUBLIC_BASE_URL)) return;
  throw new Error('PUBLIC_BASE_URL must end with its path: take what follows "?" or "#" away.');
}

function refusePlainTemporal(env: Env): void {
  if (env.TEMPORAL_TLS || !(env.TEMPORAL_TLS_CA ?? env.TEMPORAL_TLS_CERTIFICATE ?? env.TEMPORAL_TLS_KEY))
    return;
  throw new Error('TEMPORAL_TLS_CA, _CERTIFICATE or _KEY is set, but TEMPORAL_TLS is not "true".');
}

function refuseUnsafeProduction(env: Env): void {
  if (!env.PUBLIC_BASE_URL.startsWith('https://')) {
    throw new Error(
      'PUBLIC_BASE_URL must be an https address in production: links in mails are made from it.',
    );
  }
  if (env.SMS_GATEWAY_URL && !env.SMS_GATEWAY_URL.startsWith('https://')) {
    throw new Error(
      'SMS_GATEWAY_URL must be an https address in production: codes and a token travel to it.',
    );
  }
  if (env.BREACHED_PASSWORDS_URL && !env.BREACHED_PASSWORDS_URL.startsWith('https://')) {
    throw new Error(
      'BREACHED_PASSWORDS_URL must be an https address in production: what it is asked tells of passwords.',
    );
  }
  if (!env.CODEC_ENDPOINT_TOKEN) {
    throw new Error(
      'CODEC_ENDPOINT_TOKEN must be set in production: it guards the payload-decoding endpoint.',
    );
  }
}

function configFrom(env: Env): Config {
  const publicBaseUrl = env.PUBLIC_BASE_URL.replace(/\/$/, '');
  return {
    environment: env.NODE_ENV,
    logLevel: env.LOG_LEVEL,
    http: {
      host: env.HTTP_HOST,
      port: env.HTTP_PORT,
      publicBaseUrl,
      trustedProxies: env.TRUSTED_PROXIES,
      sharedNetworks: env.SHARED_NETWORKS,
      maxRequestsInFlight: env.MAX_REQUESTS_IN_FLIGHT,
      maxConnections: env.MAX_CONNECTIONS,
    },
    portalAddresses: { selfcare: publicBaseUrl, ecare: env.ECARE_URL, windecare: env.WINDECARE_URL },
    portal: portalConfigFrom(env),
    operator: {
      host: env.OPERATOR_HOST,
      port: env.OPERATOR_PORT,
      uiOrigin: new URL(env.TEMPORAL_UI_ORIGIN).origin,
    },
    temporal: temporalFrom(env),
    mongodbUri: env.MONGODB_URI,
    channels: channelConfigsFrom(env),
    oauth: oauthConfigFrom(env),
    network: networkConfigFrom(env),
    records: recordsFrom(env),
    breachedPasswordsUrl: env.BREACHED_PASSWORDS_URL?.replace(/\/$/, ''),
    passkeys: passkeyConfigFrom(env, publicBaseUrl),
    newDeviceConfirmation: env.NEW_DEVICE_CONFIRMATION,
    figures: figuresFrom(env),
  };
}

function temporalFrom(env: Env): Config['temporal'] {
  return {
    address: env.TEMPORAL_ADDRESS,
    namespace: env.TEMPORAL_NAMESPACE,
    taskQueue: env.TEMPORAL_TASK_QUEUE,
    tls: env.TEMPORAL_TLS,
    tlsCa: env.TEMPORAL_TLS_CA,
    workflowBundle: env.WORKFLOW_BUNDLE,
    workerVersion: env.WORKER_VERSION,
    metricsAddress: env.WORKER_METRICS_ADDRESS,
    healthAddress: env.WORKER_HEALTH_ADDRESS,
  };
}

function recordsFrom(env: Env): Config['records'] {
  if (env.RECORDS_SOURCE === 'imported') {
    if (env.CRM_BASE_URL)
      throw new Error(
        'CRM_BASE_URL is set, but RECORDS_SOURCE is "imported": set it to "crm" or drop the address.',
      );
    return { source: 'imported' };
  }
  if (!env.CRM_BASE_URL)
    throw new Error('RECORDS_SOURCE is "crm": set CRM_BASE_URL to the address of the CRM.');
  return { source: 'crm', baseUrl: env.CRM_BASE_URL.replace(/\/$/, '') };
}

/** Where the pages of the portal lead to, outside of it. */
export interface PortalConfig {
  readonly coverage: { readonly national: string; readonly foreign: string };
  /** Pages that show what was sent to mailboxes and phones; none but in development, where no message reaches anybody. */
  readonly inboxes: Readonly<Partial<Record<'mailbox' | 'phone', string>>>;
  /** Whether the people of the sample extract are offered to try the forms with; in development alone. */
  readonly offersSamples: boolean;
}

function portalConfigFrom(env: Env): PortalConfig {
  const isDevelopment = env.NODE_ENV === 'development';
  const { MAILBOX_PAGE_URL: mailbox, PHONE_PAGE_URL: phone } = env;
  return {
    coverage: { national: env.NATIONAL_COVERAGE_URL, foreign: env.FOREIGN_COVERAGE_URL },
    inboxes: isDevelopment ? { ...(mailbox && { mailbox }), ...(phone && { phone }) } : {},
    offersSamples: isDevelopment && env.SAMPLE_CUSTOMERS,
  };
}
