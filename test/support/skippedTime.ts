import { randomUUID } from 'node:crypto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, makeTelemetryFilterString, Runtime, Worker } from '@temporalio/worker';
import type { FakeActivities } from './fakeActivities';
import type { FlowDriver } from './flowDriver';
import { testWorkflowBundle } from './workflowBundle';

/** Where a flow is driven: a server that skips time, and the queue of the worker that runs beside it. */
export interface Surroundings {
  readonly environment: TestWorkflowEnvironment;
  readonly taskQueue: string;
}

type Activities = Record<string, (...request: unknown[]) => unknown>;

/** A server that skips time, and a worker beside it whose activities are those of the world that plays. */
export class SkippedTime {
  private readonly taskQueue = randomUUID();
  private worker: { readonly shutdown: () => void; readonly ended: Promise<void> } | undefined;
  private activities: Activities = {};

  private constructor(private readonly environment: TestWorkflowEnvironment) {}

  static async start(): Promise<SkippedTime> {
    Runtime.install({
      logger: new DefaultLogger('ERROR'),
      telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
    });
    const path = process.env['TEST_TEMPORAL_TEST_SERVER'];
    if (!path) throw new Error('TEST_TEMPORAL_TEST_SERVER names no server.');
    return new SkippedTime(
      await TestWorkflowEnvironment.createTimeSkipping({
        server: { executable: { type: 'existing-path', path } },
      }),
    );
  }

  async stop(): Promise<void> {
    this.worker?.shutdown();
    await this.worker?.ended;
    await this.environment.teardown();
    await Runtime.instance().shutdown();
  }

  /** Runs `story` with the world's activities; flows that it left open then run to their end. */
  async run<Driver extends FlowDriver>(
    world: FakeActivities,
    driverOf: (surroundings: Surroundings) => Driver,
    story: (driver: Driver) => Promise<void>,
  ): Promise<void> {
    this.activities = world.activities() as Activities;
    this.worker ??= await this.startWorker(Object.keys(this.activities));
    const driver = driverOf({ environment: this.environment, taskQueue: this.taskQueue });
    const played = async () => {
      try {
        await story(driver);
      } finally {
        world.recover();
        await driver.runToTheEnd();
      }
    };
    await Promise.race([played(), this.worker.ended.then(() => fail('The worker ended.'))]);
  }

  /** One for all that is played here: starting another for each story would take longer than most stories. */
  private async startWorker(names: readonly string[]) {
    const worker = await Worker.create({
      connection: this.environment.nativeConnection,
      taskQueue: this.taskQueue,
      workflowBundle: await testWorkflowBundle(),
      activities: Object.fromEntries(
        names.map((name) => [name, (...request: unknown[]) => this.activities[name]?.(...request)]),
      ),
    });
    return { shutdown: () => worker.shutdown(), ended: worker.run() };
  }
}

function fail(reason: string): never {
  throw new Error(reason);
}

/** What a suite under skipped time plays on: one server for all its tests, a fresh world for each. */
class Stage<World extends FakeActivities, Driver extends FlowDriver> {
  world: World;
  private time: SkippedTime | undefined;

  constructor(
    private readonly createWorld: () => World,
    private readonly driverOf: (surroundings: Surroundings) => Driver,
  ) {
    this.world = createWorld();
  }

  async open(): Promise<void> {
    this.time = await SkippedTime.start();
  }

  async close(): Promise<void> {
    await this.time?.stop();
  }

  begin(): void {
    this.world = this.createWorld();
  }

  async run(story: (driver: Driver) => Promise<void>): Promise<void> {
    if (!this.time) throw new Error('The stage is not open.');
    await this.time.run(this.world, this.driverOf, story);
  }
}

/** Opens a stage before the tests of the suite that calls it, and closes it after them. */
export function underSkippedTime<World extends FakeActivities, Driver extends FlowDriver>(
  createWorld: () => World,
  driverOf: (surroundings: Surroundings) => Driver,
): Stage<World, Driver> {
  const stage = new Stage(createWorld, driverOf);
  beforeAll(() => stage.open());
  afterAll(() => stage.close());
  beforeEach(() => stage.begin());
  return stage;
}
