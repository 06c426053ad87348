import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { WorkflowClient } from '@temporalio/client';
import { DefaultLogger, makeTelemetryFilterString, Runtime, type Worker } from '@temporalio/worker';
import { startPhone, type Phone } from '../../../simulators/phone/phone';
import type { Figures } from '../../../src/config/figures';
import { createLogger } from '../../../src/observability/logger';
import { createWorkflowClient } from '../../../src/temporal/connection';
import { closeWorkerParts, createWorker, openWorkerParts, type WorkerParts } from '../../../workers/worker';
import { portOf, TestApi } from '../../api/support/testApi';
import { sharedMailbox, type Mailbox, type ReceivedMail } from '../../messaging/support/mailboxServer';
import { eventually } from '../../support/eventually';
import { masterKey } from '../../support/settings';
import { testWorkflowBundle } from '../../support/workflowBundle';

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Credentials {
  readonly token?: string;
  /** Of the signed-in account; `token` is then of one of its flows. */
  readonly session?: string | undefined;
}

function headersOf({ token, session }: Credentials): Record<string, string> {
  const flowToken = token ? { 'Flow-Token': token } : {};
  if (session !== undefined) return { Authorization: `Bearer ${session}`, ...flowToken };
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/** API, worker, Temporal, database and mailbox, each real, and a simulated SMS provider; the logs of both processes are kept. */
export class WholeService {
  private constructor(
    readonly api: TestApi,
    readonly mailbox: Mailbox,
    readonly phone: Phone,
    readonly parts: WorkerParts,
    readonly workerLines: string[],
    private worker: Worker,
    private running: Promise<void>,
  ) {}

  /**
   * @param replaced gives parts in place of those that the worker opened
   * @param figures in place of those that the environment gives
   */
  static async start(
    env: NodeJS.ProcessEnv = {},
    replaced: (opened: WorkerParts) => Partial<WorkerParts> = () => ({}),
    figures?: Partial<Figures>,
  ): Promise<WholeService> {
    Runtime.install({
      logger: new DefaultLogger('ERROR'),
      telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
    });
    const mailbox = await sharedMailbox();
    const phone = await startPhone({ smppPort: 0, webPort: 0 });
    const api = await TestApi.start(
      {
        SERVICE_KEYS: masterKey('service'),
        WORKER_KEYS: masterKey('worker'),
        TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'],
        TEMPORAL_TASK_QUEUE: randomUUID(),
        SMTP_URL: mailbox.smtpUrl,
        SMPP_URL: phone.smppUrl,
        ...env,
      },
      { realFlows: true, figures },
    );
    const workerLines: string[] = [];
    const { settings } = api.context;
    const logger = createLogger(settings.config, 'worker', {
      write: (line: string) => workerLines.push(line),
    });
    await api.makeIndexes();
    const opened = await openWorkerParts(settings, logger);
    const parts = { ...opened, ...replaced(opened) };
    const worker = await createWorker(settings, parts, logger, { bundle: await testWorkflowBundle() });
    return new WholeService(api, mailbox, phone, parts, workerLines, worker, worker.run());
  }

  /** Lets no flow go on until {@link startWorker}. */
  async stopWorker(): Promise<void> {
    this.worker.shutdown();
    await this.running;
  }

  async startWorker(): Promise<void> {
    const { settings } = this.api.context;
    const logger = createLogger(settings.config, 'worker', {
      write: (line: string) => this.workerLines.push(line),
    });
    this.worker = await createWorker(settings, this.parts, logger, { bundle: await testWorkflowBundle() });
    this.running = this.worker.run();
  }

  async stop(): Promise<void> {
    await this.stopWorker();
    await this.api.stop();
    await closeWorkerParts(this.parts);
    await this.phone.close();
    await Runtime.instance().shutdown();
  }

  get database() {
    return this.api.context.database;
  }

  /** A client that encrypts and decrypts as the service does. */
  workflowClient(): WorkflowClient {
    return createWorkflowClient(this.api.context.settings).client;
  }

  /** Repeats a request that was shed or not answered, with the same key, as a client would. */
  async post(
    path: string,
    body: unknown,
    {
      token = '',
      session,
      key = randomUUID(),
      address,
    }: Credentials & { key?: string; address?: string } = {},
  ): Promise<Answered> {
    for (;;) {
      const answer = await this.send(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: {
          'Content-Type': 'application/json',
          'Idempotency-Key': key,
          ...headersOf({ token, session }),
          ...(address !== undefined && { 'X-Forwarded-For': address }),
        },
      });
      if (answer.status !== 503) return answer;
      await delay(500);
    }
  }

  get(path: string, token: string, session?: string): Promise<Answered> {
    return this.send(path, { headers: headersOf({ token, session }) });
  }

  /** The mails to one mailbox, once there are as many as `count`. */
  async mailsTo(address: string, count: number): Promise<ReceivedMail[]> {
    return eventually(async () => {
      const mails = (await this.mailbox.mails()).filter(({ to }) => to[0]?.address === address);
      return mails.length >= count ? mails : undefined;
    }, `No ${count} mails to the mailbox arrived.`);
  }

  /** The texts to one number, once there are as many as `count`. */
  async textsTo(number: string, count: number): Promise<string[]> {
    return eventually(() => {
      const texts = this.phone.messages.filter(({ to }) => to === number).map(({ text }) => text);
      return texts.length >= count ? texts : undefined;
    }, `No ${count} text messages to the number arrived.`);
  }

  /** Returns once an activity of a flow has succeeded: what it did not send by then, it never sends. */
  async untilDone(workflowId: string, activity: string): Promise<void> {
    const names = [`"${workflowId}"`, `"${activity}"`, '"activity done"'];
    const told = () => this.workerLines.find((line) => names.every((name) => line.includes(name)));
    await eventually(told, `The activity ${activity} did not succeed.`);
  }

  private async send(path: string, init: RequestInit): Promise<Answered> {
    const response = await fetch(`http://127.0.0.1:${portOf(this.api.server)}${path}`, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: JSON.parse(text) as Answered['body'] };
  }
}

/** The token that an activation mail prints. */
export function tokenIn(mail: ReceivedMail | undefined): string {
  const token = /activation#(?<token>[\w-]{65})/.exec(mail?.text ?? '')?.groups?.['token'];
  if (!token) throw new Error('The mail carries no token.');
  return token;
}
