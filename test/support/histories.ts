import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporal } from '@temporalio/proto';
import { Runtime, Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import type { FlowName } from '../../workflows/contracts/flow';
import type { FakeActivities } from './fakeActivities';
import type { FlowDriver } from './flowDriver';
import { SkippedTime, type Surroundings } from './skippedTime';
import { testWorkflowBundle } from './workflowBundle';

/** One way that a flow may go. */
export interface Story<World extends FakeActivities, Driver extends FlowDriver> {
  readonly world: (world: World) => void;
  readonly tell: (driver: Driver, world: World) => Promise<unknown>;
}

/** `npm run record-histories` writes those that are missing. A file goes only when no flow of its kind is left in flight. */
const recording = process.env['RECORD_HISTORIES'] === 'true';

const { History } = temporal.api.history.v1;
type History = temporal.api.history.v1.History;

/** The committed histories of one flow, one for each story. */
class CommittedHistories {
  readonly folder: string;

  constructor(readonly flow: FlowName) {
    this.folder = join(__dirname, '..', 'histories', flow);
  }

  get names(): string[] {
    return readdirSync(this.folder)
      .map((file) => file.replace(/\.json$/, ''))
      .sort();
  }

  has(name: string): boolean {
    return existsSync(this.fileOf(name));
  }

  read(name: string): History {
    return History.fromObject(JSON.parse(readFileSync(this.fileOf(name), 'utf8')) as Record<string, unknown>);
  }

  write(name: string, history: temporal.api.history.v1.IHistory): void {
    const plain = History.toObject(History.fromObject(history), {
      bytes: String,
      longs: String,
      enums: String,
    });
    writeFileSync(this.fileOf(name), `${JSON.stringify(plain, anonymous, 1)}\n`);
  }

  private fileOf(name: string): string {
    return join(this.folder, `${name}.json`);
  }
}

/** Leaves out who ran it and where: a replay needs neither. */
function anonymous(key: string, value: unknown): unknown {
  return ['identity', 'workerVersion', 'stackTrace', 'binaryChecksum'].includes(key) ? undefined : value;
}

/** A replay's debug mode, which is its default, hooks all promises of this process and never takes the hook away. */
async function replayOptions(): Promise<ReplayWorkerOptions> {
  const withoutDebugMode = { debugMode: false, workflowThreadPoolSize: 1 };
  return { workflowBundle: await testWorkflowBundle(), ...withoutDebugMode };
}

/** Declares the tests that every flow's committed histories have to pass. */
export function describeHistories<World extends FakeActivities, Driver extends FlowDriver>(plan: {
  readonly flow: FlowName;
  readonly stories: Readonly<Record<string, Story<World, Driver>>>;
  readonly createWorld: () => World;
  readonly driverOf: (surroundings: Surroundings) => Driver;
  /** The story that goes well, and how many events it may have. */
  readonly happy: { readonly story: string; readonly mostEvents: number };
}): void {
  const committed = new CommittedHistories(plan.flow);

  describe(`the committed histories of ${plan.flow}`, () => {
    const replayed = new Map<string, unknown>();

    beforeAll(async () => {
      if (recording) await record();
      const histories = committed.names.map((workflowId) => ({
        workflowId,
        history: committed.read(workflowId),
      }));
      const results = Worker.runReplayHistories(await replayOptions(), histories);
      for await (const { workflowId, error } of results) replayed.set(workflowId, error);
    });

    afterAll(() => Runtime.instance().shutdown());

    async function record(): Promise<void> {
      const time = await SkippedTime.start();
      for (const [name, story] of Object.entries(plan.stories)) {
        if (committed.has(name)) continue;
        const world = plan.createWorld();
        story.world(world);
        await time.run(world, plan.driverOf, async (driver) => {
          await story.tell(driver, world);
          await driver.ended().catch(() => undefined);
          committed.write(name, await driver.history());
        });
      }
      await time.stop();
    }

    test('tell every story, and no other', () => {
      expect(committed.names).toEqual(Object.keys(plan.stories).sort());
    });

    test.each(Object.keys(plan.stories))('replay with the code of today: %s', (name) => {
      expect(replayed.has(name)).toBe(true);
      expect(replayed.get(name)).toBeUndefined();
    });

    test('would tell a step that the code no longer takes', async () => {
      const history = committed.read(plan.happy.story);
      const message = history.events.find((event) => event.activityTaskScheduledEventAttributes);
      const type = message?.activityTaskScheduledEventAttributes?.activityType;
      if (!type) throw new Error('The story schedules no activity.');
      type.name = 'sendPigeon';
      const replay = Worker.runReplayHistory(await replayOptions(), history);
      await expect(replay).rejects.toBeInstanceOf(DeterminismViolationError);
    });

    test('replay without a hook on the promises of this process', async () => {
      const readConstructor = jest.fn();
      const { promise, resolve } = Promise.withResolvers();
      Reflect.defineProperty(promise, 'constructor', { get: readConstructor });
      resolve('settled');
      expect(readConstructor).not.toHaveBeenCalled();
      await expect(promise).resolves.toBe('settled');
    });

    test(`of a flow that goes well have no more than ${plan.happy.mostEvents} events`, () => {
      expect(committed.read(plan.happy.story).events.length).toBeLessThanOrEqual(plan.happy.mostEvents);
    });
  });
}
