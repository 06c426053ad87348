import { setVariables } from '../src/config/env';
import { databaseUri } from './databaseServer';
import type { DevelopmentKeys } from './developmentKeys';
import { operatorIssuer, operatorNetwork } from './operatorSimulator';
import { phoneSmppUrl } from './phone';
import { builtFile } from './projectFolder';
import type { StartSettings } from './settings';

/** Environments of the processes of the service. The API's has no worker keys: it could not read a PUK's digest. */
export interface ServiceEnvironments {
  readonly api: NodeJS.ProcessEnv;
  readonly worker: NodeJS.ProcessEnv;
}

/**
 * What the environment says goes before what the embedded start would choose.
 *
 * @param operatorClientKey by which the service is the simulated operator's client
 */
export function serviceEnvironments(
  settings: StartSettings,
  keys: DevelopmentKeys,
  operatorClientKey: string,
): ServiceEnvironments {
  const { ports, given } = settings;
  const chosen = {
    PUBLIC_BASE_URL: `http://127.0.0.1:${ports.http}`,
    TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`,
    TEMPORAL_UI_ORIGIN: `http://127.0.0.1:${ports.temporalUi}`,
    MONGODB_URI: databaseUri(ports.database),
    ...(!given.database && { SAMPLE_CUSTOMERS: 'true' }),
    ...(!given.mail && { MAILBOX_PAGE_URL: `http://127.0.0.1:${ports.mailbox}` }),
    ...(!given.sms && { PHONE_PAGE_URL: `http://127.0.0.1:${ports.phone}` }),
    SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    ...(!given.sms && { SMPP_URL: phoneSmppUrl(ports.smpp) }),
    ...(!given.issuer && { OAUTH_ISSUER: operatorIssuer(ports.oauth) }),
    ...(!given.network && operatorNetwork(ports.oauth, operatorClientKey)),
    WORKFLOW_BUNDLE: builtFile('workflow-bundle.js'),
  };
  const worker: NodeJS.ProcessEnv = {
    ...chosen,
    ...keys,
    ...setVariables(process.env),
    HTTP_PORT: String(ports.http),
    OPERATOR_PORT: String(ports.operator),
  };
  const api = { ...worker };
  delete api['WORKER_KEYS'];
  return { api, worker };
}
