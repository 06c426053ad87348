import type { Connection } from '@temporalio/client';
import type { Config, Settings } from '../config/config';
import type { Figures } from '../config/figures';
import type { OneTimePasswords } from '../camara/oneTimePasswords';
import { Verifications } from '../camara/verifications';
import { ProofUses } from '../database/proofUses';
import { openDatabaseOrKeepTrying, type Database } from '../database/database';
import type { Endpoint } from '../http/endpoint';
import { ProofsOfWork } from '../http/proofOfWork';
import type { SessionGuard } from '../http/sessionGuard';
import { Limits } from '../limits/limits';
import { Origins } from '../limits/origins';
import { createLogger, type Logger } from '../observability/logger';
import { createMetrics, type Metrics } from '../observability/metrics';
import type { ActivationAndPassword } from '../routes/activationAndPassword';
import type { NetworkSignIn } from '../routes/networkSessions/networkSignIn';
import { DatabaseDeadline } from '../http/databaseDeadline';
import { PasswordHandOver } from '../routes/passwordHandOver';
import { portalEndpoints } from '../routes/portals';
import { AccessTokens } from '../security/accessTokens';
import type { ActivationLinks, FlowTokens } from '../security/flowTokens';
import { breachedPasswordsAt, noBreachedPasswords } from '../security/knownPasswords';
import { NewPasswordRules, HashQueue, PasswordHashing } from '../security/passwords';
import type { NumberVerification } from '../security/numberVerification';
import { createWorkflowClient, type TemporalClient } from '../temporal/connection';
import { Flows } from '../temporal/flows';
import { createCompanyParts } from './companyParts';
import { createAccountParts } from './accountParts';
import { createFlowParts } from './flowParts';
import { createSessionParts, type SessionPartsDependencies } from './sessionParts';

/** The parts of an API process, built once; tests replace some of them. */
export interface ApiContext {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly database: Database;
  readonly temporalConnection: Connection;
  readonly closeTemporal: TemporalClient['close'];
  readonly flows: Flows;
  readonly origins: Origins;
  readonly flowTokens: FlowTokens;
  readonly links: ActivationLinks;
  readonly activationAndPassword: ActivationAndPassword;
  readonly endpoints: readonly Endpoint[];
  readonly passwordHashing: PasswordHashing;
  readonly sessionGuard: SessionGuard;
  readonly proofsOfWork: ProofsOfWork;
  readonly networkSignIn: NetworkSignIn;
  readonly numberVerification: NumberVerification | undefined;
  readonly now: () => Date;
  readonly accessTokens: AccessTokens;
  readonly oneTimePasswords: OneTimePasswords;
}

type ApiOverrides = Partial<Pick<ApiContext, 'logger' | 'flows' | 'oneTimePasswords' | 'now'>> &
  Pick<SessionPartsDependencies, 'gatewayAssertions'>;

export async function createApiContext(
  settings: Settings,
  overrides: ApiOverrides = {},
): Promise<ApiContext> {
  const { config, secrets } = settings;
  const { figures } = config;
  const { serviceKeys } = secrets;
  const { logger = createLogger(config, 'api'), now = () => new Date() } = overrides;
  const database = await openDatabaseOrKeepTrying(config.mongodbUri);
  const { client, connection, close } = createWorkflowClient(settings);
  const flows = overrides.flows ?? new Flows(client, config);
  const databaseDeadline = new DatabaseDeadline(figures.databaseDeadlineMs);
  const own = ownParts(settings, database, logger);
  const held = { database, databaseDeadline, passwordHashing: own.passwordHashing, figures, now };
  const shared = { settings, ...held, ...own, handOver: new PasswordHandOver(held) };
  const flowParts = createFlowParts({ ...shared, flows });
  const sessionParts = createSessionParts({ ...overrides, ...shared, ...flowParts, flows });
  return {
    ...shared,
    ...flowParts,
    ...sessionParts,
    endpoints: [
      ...flowParts.endpoints,
      ...sessionParts.endpoints,
      ...createAccountParts({ ...shared, ...flowParts, ...sessionParts, flows }),
      ...createCompanyParts({ ...shared, flows }),
      ...portalEndpoints({ ...shared, addresses: config.portalAddresses }),
    ],
    proofsOfWork: new ProofsOfWork(serviceKeys, new ProofUses(database.proofUses, serviceKeys), now),
    logger,
    metrics: createMetrics(),
    temporalConnection: connection,
    closeTemporal: close,
    flows,
    accessTokens: new AccessTokens(config.oauth, now),
    oneTimePasswords:
      overrides.oneTimePasswords ?? new Verifications({ ...shared, flows, serviceKeys, figures }),
  };
}

/** What needs nothing but settings and database. */
function ownParts({ config, secrets }: Settings, { limits }: Database, logger: Logger) {
  return {
    limits: new Limits(limits),
    origins: new Origins(secrets.serviceKeys, config.http.sharedNetworks),
    passwordRules: passwordRules(config, logger),
    passwordHashing: new PasswordHashing(secrets.serviceKeys, hashQueue(config.figures)),
  };
}

function passwordRules({ figures, breachedPasswordsUrl: url }: Config, logger: Logger): NewPasswordRules {
  const noteFailure = (kind: string) => logger.warn({ kind }, 'breached passwords could not be asked');
  return new NewPasswordRules(figures, url ? breachedPasswordsAt(url, noteFailure) : noBreachedPasswords);
}

function hashQueue({ passwordHashesAtOnce, passwordHashesWaiting }: Figures): HashQueue {
  return new HashQueue({ atOnce: passwordHashesAtOnce, waiting: passwordHashesWaiting });
}

export async function closeApiContext({ database, closeTemporal }: ApiContext): Promise<void> {
  await closeTemporal();
  await database.connection.close();
}
