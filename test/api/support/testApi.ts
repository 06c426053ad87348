import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConnectionStates } from 'mongoose';
import { createApp } from '../../../src/api/app';
import { closeApiContext, createApiContext, type ApiContext } from '../../../src/api/context';
import type { OneTimePasswords } from '../../../src/camara/oneTimePasswords';
import { createOperatorApp } from '../../../src/api/operatorApp';
import { connectionLimits, drain, listen } from '../../../src/api/serve';
import { loadSettings, type Settings } from '../../../src/config/config';
import { Keyring } from '../../../src/config/keys';
import type { Figures } from '../../../src/config/figures';
import { setUpDatabase } from '../../../src/database/setup';
import { createLogger } from '../../../src/observability/logger';
import { ActivationLinks } from '../../../src/security/flowTokens';
import { sealingKeyText } from '../../../src/security/pukSealing';
import type { Flows } from '../../../src/temporal/flows';
import { patientDeadlineMs } from '../../support/settings';
import { ownDatabaseUri } from '../../support/testDatabase';
import { sendRaw, type RawAnswer, type RawRequest } from './rawHttp';
import { ScriptedFlows } from './scriptedFlows';
import { scriptedGateway } from './scriptedGateway';
import { TestClock } from './testClock';

/** Of workers: the API has its public half. */
export const workerKey = `worker-1:${Buffer.alloc(32, 8).toString('base64')}`;
export const serviceKey = `test-1:${Buffer.alloc(32, 1).toString('base64')}`;

/** The public half of a worker key. */
export function sealingKeyTo(workerKeys: string): string {
  return sealingKeyText(Keyring.parse(workerKeys, 'WORKER_KEYS'));
}

/** Settings as a process would load them, from an environment that names everything it needs. */
function testSettings(env: NodeJS.ProcessEnv, figures: Partial<Figures> | undefined): Settings {
  const settings = loadSettings({
    NODE_ENV: 'test',
    LOG_LEVEL: 'info',
    SERVICE_KEYS: serviceKey,
    PUK_SEALING_KEY: sealingKeyTo(env['WORKER_KEYS'] ?? workerKey),
    HTTP_PORT: '0',
    OPERATOR_PORT: '0',
    MONGODB_URI: ownDatabaseUri(),
    STARTS_PER_ORIGIN: '100000',
    START_ANSWER_STEP_MS: '0',
    DATABASE_DEADLINE_MS: String(patientDeadlineMs),
    FLOW_DEADLINE_MS: String(patientDeadlineMs),
    ...env,
  });
  const { config } = settings;
  return { ...settings, config: { ...config, figures: { ...config.figures, ...figures } } };
}

interface TestApiOptions {
  readonly realFlows?: boolean;
  /** In place of the scripted ones. */
  readonly flows?: Flows;
  readonly oneTimePasswords?: OneTimePasswords;
  /** In place of those that the environment gives. */
  readonly figures?: Partial<Figures> | undefined;
}

/** The API as it runs, listening; its flows are scripted unless `realFlows` is set. */
export class TestApi {
  private constructor(
    readonly context: ApiContext,
    readonly flows: ScriptedFlows,
    readonly clock: TestClock,
    readonly server: Server,
    readonly operatorServer: Server,
    /** What was logged, one JSON object a line. */
    readonly logLines: string[],
  ) {}

  static async start(env: NodeJS.ProcessEnv = {}, options: TestApiOptions = {}): Promise<TestApi> {
    const settings = testSettings(env, options.figures);
    const flows = new ScriptedFlows(settings);
    const logLines: string[] = [];
    const logger = createLogger(settings.config, 'api', { write: (line: string) => logLines.push(line) });
    const clock = new TestClock(options.realFlows);
    const context = await createApiContext(settings, {
      logger,
      now: clock.now,
      ...(env['NETWORK_GATEWAY_ISSUER'] === undefined && { gatewayAssertions: scriptedGateway }),
      ...(!options.realFlows && { flows: options.flows ?? flows }),
      ...(options.oneTimePasswords && { oneTimePasswords: options.oneTimePasswords }),
    });
    const { http, operator } = settings.config;
    const limits = connectionLimits(context);
    const server = await listen(createApp(context), http, limits);
    const operatorServer = await listen(createOperatorApp(settings, context.metrics), operator, limits);
    return new TestApi(context, flows, clock, server, operatorServer, logLines);
  }

  get links(): ActivationLinks {
    const { config, secrets } = this.context.settings;
    return new ActivationLinks(secrets.serviceKeys, config.http.publicBaseUrl);
  }

  async makeIndexes(): Promise<void> {
    await setUpDatabase(this.context.database);
  }

  send(request: RawRequest): Promise<RawAnswer> {
    return sendRaw(portOf(this.server), request);
  }

  askOperator(request: RawRequest): Promise<RawAnswer> {
    return sendRaw(portOf(this.operatorServer), request);
  }

  async stop(): Promise<void> {
    await Promise.all([drain(this.server), drain(this.operatorServer)]);
    const { connection } = this.context.database;
    if (connection.readyState === ConnectionStates.connected) await connection.dropDatabase();
    await closeApiContext(this.context);
  }
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
