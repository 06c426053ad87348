import { randomUUID } from 'node:crypto';
import type { WorkflowClient } from '@temporalio/client';
import {
  DefaultLogger,
  makeTelemetryFilterString,
  NativeConnection,
  Runtime,
  type Worker,
} from '@temporalio/worker';
import type { MailMessage, SmsMessage } from '../../src/messaging/channel';
import { createLogger } from '../../src/observability/logger';
import { importedRecords } from '../../src/records/importedRecords';
import { EncryptingPayloadCodec } from '../../src/security/sealing';
import { createWorkflowClient, temporalAddress } from '../../src/temporal/connection';
import type { FlowReference } from '../../src/temporal/flows';
import { createWorker } from '../../workers/worker';
import { workflowIdOf } from '../../workflows/contracts/flow';
import { payloadsIn } from '../e2e/support/canaries';
import { TestApi } from '../api/support/testApi';
import { eventually } from './eventually';
import { masterKey } from './settings';
import { testWorkflowBundle } from './workflowBundle';
import { ownDatabaseUri } from './testDatabase';

/** API, worker, Temporal and database, each real; the channels keep what they are handed. */
export class KeepingService {
  private constructor(
    /** Of its processes; a command that is to reach it gets the same. */
    readonly env: NodeJS.ProcessEnv,
    readonly api: TestApi,
    readonly mails: MailMessage[],
    readonly texts: SmsMessage[],
    private readonly worker: Worker,
    private readonly running: Promise<void>,
    private readonly connection: NativeConnection,
    private readonly client: ReturnType<typeof createWorkflowClient>,
  ) {}

  static async start(): Promise<KeepingService> {
    Runtime.install({
      logger: new DefaultLogger('ERROR'),
      telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
    });
    const env = {
      SERVICE_KEYS: masterKey('service'),
      WORKER_KEYS: masterKey('worker'),
      MONGODB_URI: ownDatabaseUri(),
      TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'],
      TEMPORAL_TASK_QUEUE: randomUUID(),
    };
    const api = await TestApi.start(env, { realFlows: true });
    await api.makeIndexes();
    const { settings, database } = api.context;
    const mails: MailMessage[] = [];
    const texts: SmsMessage[] = [];
    const connection = await NativeConnection.connect(temporalAddress(settings));
    const probe = () => Promise.resolve(true);
    const parts = {
      database,
      connection,
      records: importedRecords(database, settings.secrets.workerKeys!),
      channels: {
        mail: {
          send: (mail: MailMessage) => Promise.resolve(void mails.push(mail)),
          probe,
          close: () => undefined,
        },
        sms: {
          send: (text: SmsMessage) => Promise.resolve((texts.push(text), [])),
          probe,
          close: () => Promise.resolve(),
        },
      },
    };
    const logger = createLogger(settings.config, 'worker', { write: () => undefined });
    const worker = await createWorker(settings, parts, logger, { bundle: await testWorkflowBundle() });
    const client = createWorkflowClient(settings);
    return new KeepingService(env, api, mails, texts, worker, worker.run(), connection, client);
  }

  get database() {
    return this.api.context.database;
  }

  get workflows(): WorkflowClient {
    return this.client.client;
  }

  /** Waits for a flow's end: its messages are out by then. */
  async ended({ flow, flowId }: FlowReference): Promise<unknown> {
    return this.workflows.getHandle(workflowIdOf(flow, flowId)).result();
  }

  /** A flow's history as operators read it, its payloads decoded. */
  async decodedHistory({ flow, flowId }: FlowReference): Promise<string> {
    const history = await this.workflows.getHandle(workflowIdOf(flow, flowId)).fetchHistory();
    const codec = new EncryptingPayloadCodec(this.api.context.settings.secrets.serviceKeys);
    const decoded = await codec.decode(payloadsIn(history));
    return decoded.map(({ data }) => Buffer.from(data ?? []).toString()).join('\n');
  }

  /** Forgets everything: accounts, sessions, messages. */
  async empty(): Promise<void> {
    this.mails.length = 0;
    this.texts.length = 0;
    this.api.clock.reset();
    const models = Object.values(this.database.connection.models);
    await Promise.all(models.map((model) => model.deleteMany({})));
  }

  async stop(): Promise<void> {
    this.worker.shutdown();
    await this.running;
    await this.client.close();
    await this.connection.close();
    await this.api.stop();
    await Runtime.instance().shutdown();
  }
}

/** A service for the tests of the block that asks for it, empty before each. */
export function keepingService(): { readonly service: KeepingService } {
  const held: { service?: KeepingService } = {};
  beforeAll(async () => (held.service = await KeepingService.start()));
  beforeEach(() => held.service?.empty());
  afterAll(() => held.service?.stop());
  return {
    get service() {
      if (!held.service) throw new Error('The service was not started.');
      return held.service;
    },
  };
}

/** Everything in the database, collection by collection, as text. */
export async function wholeDatabase({ database }: KeepingService): Promise<Map<string, string>> {
  const { connection } = database;
  const collections = await connection.listCollections();
  const texts = collections.map(async ({ name }) => {
    const documents = await connection.collection(name).find().sort({ _id: 1 }).toArray();
    return [name, JSON.stringify(documents)] as const;
  });
  return new Map(await Promise.all(texts));
}

/** The code at the beginning of a text message, once it is there. */
export async function codeIn(text: () => string | undefined): Promise<string> {
  return eventually(() => /^\d{6}/.exec(text() ?? '')?.[0], 'No code arrived.');
}
