import { phoneSmppUrl } from '../embedded/phone';
import { freePort } from '../embedded/ports';

/** Ports of everything on the stand, all on loopback. */
export interface StandPorts {
  readonly http: number;
  readonly operator: number;
  readonly temporal: number;
  readonly database: number;
  readonly smtp: number;
  readonly mailbox: number;
  readonly smpp: number;
  readonly phone: number;
}

export async function freeStandPorts(): Promise<StandPorts> {
  return {
    http: await freePort(),
    operator: await freePort(),
    temporal: await freePort(),
    database: await freePort(),
    smtp: await freePort(),
    mailbox: await freePort(),
    smpp: await freePort(),
    phone: await freePort(),
  };
}

export interface ServiceAddresses {
  readonly ports: StandPorts;
  readonly mongodbUri: string;
  /** Where the worker hands mails over. */
  readonly smtpPort: number;
  /** Where the worker hands text messages over. */
  readonly smppPort: number;
  /** A key of each kind, as `id:base64`. */
  readonly serviceKeys: string;
  readonly workerKeys: string;
  readonly workflowBundle: string;
}

/** Everything on the stand comes from one address, and its numbers differ in their last digits alone. */
const limitsThatDoNotBind = {
  START_ANSWER_STEP_MS: '0',
  STARTS_PER_ORIGIN: '100000',
  FAILURES_PER_ORIGIN: '100000',
  SMS_PER_PREFIX_AN_HOUR: '100000',
  SMS_PER_PREFIX_AND_ADDRESS_AN_HOUR: '10000',
  SMS_AN_HOUR: '100000',
  WRONG_CODES_AN_HOUR: '100000',
  SMPP_WINDOW: '100',
};

/**
 * The environment of a production process, and nothing else: no variable of this process but `PATH` reaches it. The API is to get
 * `PUK_SEALING_KEY` in the place of `WORKER_KEYS`.
 */
export function productionEnvironment(at: ServiceAddresses): NodeJS.ProcessEnv {
  const { ports } = at;
  return {
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    HTTP_PORT: String(ports.http),
    OPERATOR_PORT: String(ports.operator),
    PUBLIC_BASE_URL: 'https://selfcare.example',
    CODEC_ENDPOINT_TOKEN: 'token-of-the-stand-and-of-nothing-else',
    TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`,
    MONGODB_URI: at.mongodbUri,
    SMTP_URL: `smtp://127.0.0.1:${at.smtpPort}`,
    SMPP_URL: phoneSmppUrl(at.smppPort),
    SERVICE_KEYS: at.serviceKeys,
    WORKER_KEYS: at.workerKeys,
    WORKFLOW_BUNDLE: at.workflowBundle,
    ...limitsThatDoNotBind,
  };
}
