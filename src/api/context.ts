import type { Connection } from '@temporalio/client';
import type { Settings } from '../config/config';
import type { Figures } from '../config/figures';
import type { OneTimePasswords } from '../camara/oneTimePasswords';
import { Verifications } from '../camara/verifications';
import { openDatabaseOrKeepTrying, type Database } from '../database/database';
import type { Endpoint } from '../http/endpoint';
import { StartLimit } from '../http/startLimit';
import { createLogger, type Logger } from '../observability/logger';
import { createMetrics, type Metrics } from '../observability/metrics';
import { activationEndpoints } from '../routes/activations';
import { employeeRegistrationEndpoints } from '../routes/employeeRegistration';
import { flowEndpoints } from '../routes/flows';
import { FlowStart } from '../routes/flowStart';
import { LinkSteps } from '../routes/linkSteps';
import { PasswordDesk } from '../routes/passwordDesk';
import { passwordRecoveryEndpoints } from '../routes/passwordRecovery';
import { userAdminRegistrationEndpoints } from '../routes/userAdminRegistration';
import { AccessTokens } from '../security/accessTokens';
import { ActivationLinks } from '../security/activationLinks';
import { FlowTokens } from '../security/flowTokens';
import { HashQueue } from '../security/hashQueue';
import { PasswordHashing } from '../security/passwordHashing';
import { createWorkflowClient, type TemporalClient } from '../temporal/connection';
import { Flows } from '../temporal/flows';

/** What an API process holds, built once; tests put their own parts in place of these. */
export interface ApiContext {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly database: Database;
  readonly temporalConnection: Connection;
  readonly closeTemporal: TemporalClient['close'];
  readonly flows: Flows;
  readonly flowTokens: FlowTokens;
  readonly links: ActivationLinks;
  readonly linkSteps: LinkSteps;
  readonly endpoints: readonly Endpoint[];
  readonly accessTokens: AccessTokens;
  readonly oneTimePasswords: OneTimePasswords;
}

export async function createApiContext(
  settings: Settings,
  overrides: Partial<Pick<ApiContext, 'logger' | 'flows' | 'oneTimePasswords'>> = {},
): Promise<ApiContext> {
  const { config, secrets } = settings;
  const database = await openDatabaseOrKeepTrying(config.mongodbUri);
  const { client, connection, close } = createWorkflowClient(settings);
  const flows = overrides.flows ?? new Flows(client, config.temporal.taskQueue);
  const flowTokens = new FlowTokens(secrets.serviceKeys);
  const links = new ActivationLinks(secrets.serviceKeys, config.http.publicBaseUrl);
  const { serviceKeys } = secrets;
  const { figures } = config;
  const passwordHashing = new PasswordHashing(serviceKeys, hashQueue(figures));
  const now = () => new Date();
  const passwordDesk = new PasswordDesk({ flows, database, serviceKeys, passwordHashing, figures, now });
  const startLimit = new StartLimit(figures.startsPerAddressAnHour);
  const flowStart = new FlowStart({ flows, flowTokens, serviceKeys, startLimit });
  const linkSteps = new LinkSteps({ flows, flowTokens, links, passwordDesk, serviceKeys });
  return {
    settings,
    logger: overrides.logger ?? createLogger(config, 'api'),
    metrics: createMetrics(),
    database,
    temporalConnection: connection,
    closeTemporal: close,
    flows,
    flowTokens,
    links,
    linkSteps,
    accessTokens: new AccessTokens(config.oauth, () => new Date()),
    oneTimePasswords: overrides.oneTimePasswords ?? new Verifications({ flows, serviceKeys, figures }),
    endpoints: [
      ...userAdminRegistrationEndpoints({ flowStart, serviceKeys, figures }),
      ...employeeRegistrationEndpoints({ flowStart, serviceKeys, figures }),
      ...passwordRecoveryEndpoints({ flowStart, serviceKeys, figures }),
      ...activationEndpoints(linkSteps),
      ...flowEndpoints({ flows, linkSteps, serviceKeys }),
    ],
  };
}

function hashQueue({ passwordHashesAtOnce, passwordHashesWaiting }: Figures): HashQueue {
  return new HashQueue({ atOnce: passwordHashesAtOnce, waiting: passwordHashesWaiting });
}

export async function closeApiContext({ database, closeTemporal }: ApiContext): Promise<void> {
  await closeTemporal();
  await database.connection.close();
}
