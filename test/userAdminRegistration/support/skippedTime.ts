import { randomUUID } from 'node:crypto';
import {
  WithStartWorkflowOperation,
  WorkflowUpdateFailedError,
  type WorkflowHandle,
} from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, makeTelemetryFilterString, Runtime, Worker } from '@temporalio/worker';
import { workflowBundle } from '../../../workers/bundle';
import type { FlowView } from '../../../workflows/contracts/flow';
import {
  activate,
  resendLink,
  setPassword,
  superseded,
  viewFlow,
  type Activation,
} from '../../../workflows/contracts/messages';
import {
  awaitMatch,
  type UserAdminRegistrationInput,
} from '../../../workflows/contracts/userAdminRegistration';
import type { FakeWorld } from './fakeWorld';

const second = 1_000;

export const figures: UserAdminRegistrationInput['figures'] = {
  matchAnswerMs: 2 * second,
  linkLifeMs: 72 * 3_600 * second,
  passwordWindowMs: 30 * 60 * second,
  resendCooldownsMs: [30 * second, 60 * second, 120 * second],
  resendsPerFlow: 3,
};

/** A server that skips time, and one worker at a time beside it. */
export class SkippedTime {
  private constructor(
    readonly environment: TestWorkflowEnvironment,
    private readonly bundle: Awaited<ReturnType<typeof workflowBundle>>,
  ) {}

  static async start(): Promise<SkippedTime> {
    Runtime.install({
      logger: new DefaultLogger('ERROR'),
      telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
    });
    const path = process.env['TEST_TEMPORAL_TEST_SERVER'];
    if (!path) throw new Error('TEST_TEMPORAL_TEST_SERVER names no server.');
    const environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
    return new SkippedTime(environment, await workflowBundle(process.env['TEST_WORKFLOW_BUNDLE']));
  }

  async stop(): Promise<void> {
    await this.environment.teardown();
    await Runtime.instance().shutdown();
  }

  /** Runs `story` with a worker whose activities are the world's. */
  async run(world: FakeWorld, story: (registration: RegistrationDriver) => Promise<void>): Promise<void> {
    const taskQueue = randomUUID();
    const worker = await Worker.create({
      connection: this.environment.nativeConnection,
      taskQueue,
      workflowBundle: this.bundle,
      activities: world.activities(),
    });
    const registration = new RegistrationDriver(this.environment, taskQueue);
    await worker.runUntil(async () => {
      try {
        await story(registration);
      } finally {
        world.recover();
        await registration.runToTheEnd();
      }
    });
  }
}

/** Drives one registration as the edge does. */
export class RegistrationDriver {
  readonly flowId = randomUUID();
  readonly workflowId = `userAdminRegistration/${this.flowId}`;
  private readonly others: RegistrationDriver[] = [];

  constructor(
    private readonly environment: TestWorkflowEnvironment,
    private readonly taskQueue: string,
  ) {}

  another(): RegistrationDriver {
    const other = new RegistrationDriver(this.environment, this.taskQueue);
    this.others.push(other);
    return other;
  }

  /** Lets what a story left open expire: a flow that is cut off in an activity would stop the server's time for good. */
  async runToTheEnd(): Promise<void> {
    await this.ended().catch(() => undefined);
    for (const other of this.others) await other.runToTheEnd();
  }

  start(): Promise<FlowView> {
    return this.environment.client.workflow.executeUpdateWithStart(awaitMatch, {
      updateId: 'awaitMatch',
      startWorkflowOperation: new WithStartWorkflowOperation('userAdminRegistration', {
        workflowId: this.workflowId,
        taskQueue: this.taskQueue,
        args: [this.input()],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
      }),
    });
  }

  async activated(): Promise<Activation> {
    await this.start();
    return this.activate();
  }

  activate(updateId: string = randomUUID()): Promise<Activation> {
    return this.handle.executeUpdate(activate, { updateId, args: [{}] });
  }

  resend(): Promise<FlowView> {
    return this.handle.executeUpdate(resendLink, { updateId: randomUUID(), args: [{}] });
  }

  setPassword(activation: number, claimId: string = randomUUID()): Promise<FlowView> {
    return this.handle.executeUpdate(setPassword, { updateId: claimId, args: [{ claimId, activation }] });
  }

  view(): Promise<FlowView> {
    return this.handle.query(viewFlow);
  }

  /** Waits for the flow's end; time is skipped until then. */
  ended(): Promise<FlowView> {
    return this.handle.result();
  }

  supersede(): Promise<void> {
    return this.handle.signal(superseded);
  }

  cancel() {
    return this.handle.cancel();
  }

  async skip(ms: number): Promise<void> {
    await this.environment.sleep(ms);
  }

  history() {
    return this.handle.fetchHistory();
  }

  async eventCount(): Promise<number> {
    return (await this.history()).events?.length ?? 0;
  }

  private get handle(): WorkflowHandle {
    return this.environment.client.workflow.getHandle(this.workflowId);
  }

  private input(): UserAdminRegistrationInput {
    const digest = 'digest';
    return {
      flowId: this.flowId,
      application: 'sealed',
      subject: 'VAT number •••••••0000',
      representative: {
        firstName: digest,
        lastName: digest,
        birthDate: digest,
        taxCode: digest,
        email: digest,
        mobile: digest,
      },
      locale: 'it',
      supportReference: '0000000000',
      addressKey: digest,
      figures,
    };
  }
}

/** The code with which a step was refused, and the seconds to wait where it names them. */
export async function refusalOf(
  step: Promise<unknown>,
): Promise<{ code: string | undefined; wait?: unknown }> {
  try {
    await step;
  } catch (error) {
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    const failure = error.cause as { type?: string; details?: { retryAfterSeconds?: number }[] } | undefined;
    const wait = failure?.details?.[0]?.retryAfterSeconds;
    return { code: failure?.type, ...(wait !== undefined && { wait }) };
  }
  throw new Error('The step was not refused.');
}
