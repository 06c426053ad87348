import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { workflowBundle } from '../../workers/bundle';
import { FakeWorld } from './support/fakeWorld';
import { SkippedTime } from './support/skippedTime';
import { stories } from './support/stories';

const folder = join(__dirname, '..', 'histories', 'userAdminRegistration');
/** `npm run record-histories` writes those that are missing. A file goes only when no flow of its kind is left in flight. */
const recording = process.env['RECORD_HISTORIES'] === 'true';

const { History } = temporal.api.history.v1;

function committed(name: string): temporal.api.history.v1.History {
  return History.fromObject(JSON.parse(readFileSync(fileOf(name), 'utf8')) as Record<string, unknown>);
}

function commit(name: string, history: temporal.api.history.v1.IHistory): void {
  const plain = History.toObject(History.fromObject(history), {
    bytes: String,
    longs: String,
    enums: String,
  });
  writeFileSync(fileOf(name), `${JSON.stringify(plain, anonymous, 1)}\n`);
}

/** Leaves out who ran it and where: a replay needs neither. */
function anonymous(key: string, value: unknown): unknown {
  return ['identity', 'workerVersion', 'stackTrace', 'binaryChecksum'].includes(key) ? undefined : value;
}

function fileOf(name: string): string {
  return join(folder, `${name}.json`);
}

describe('the committed histories', () => {
  let time: SkippedTime;
  let bundle: Awaited<ReturnType<typeof workflowBundle>>;

  beforeAll(async () => {
    time = await SkippedTime.start();
    bundle = await workflowBundle(process.env['TEST_WORKFLOW_BUNDLE']);
    if (recording) await record();
  });
  afterAll(() => time.stop());

  async function record(): Promise<void> {
    for (const [name, story] of Object.entries(stories)) {
      if (existsSync(fileOf(name))) continue;
      const world = new FakeWorld();
      story.world(world);
      await time.run(world, async (registration) => {
        await story.tell(registration, world);
        await registration.ended().catch(() => undefined);
        commit(name, await registration.history());
      });
    }
  }

  function replay(history: temporal.api.history.v1.History): Promise<void> {
    return Worker.runReplayHistory({ workflowBundle: bundle }, history, 'userAdminRegistration/replayed');
  }

  test('tell every story, and no other', () => {
    expect(readdirSync(folder).sort()).toEqual(
      Object.keys(stories)
        .map((name) => `${name}.json`)
        .sort(),
    );
  });

  test.each(Object.keys(stories))('replay with the code of today: %s', async (name) => {
    await expect(replay(committed(name))).resolves.toBeUndefined();
  });

  test('would tell a step that the code no longer takes', async () => {
    const history = committed('completed');
    const mail = history.events.find((event) => event.activityTaskScheduledEventAttributes);
    const type = mail?.activityTaskScheduledEventAttributes?.activityType;
    if (!type) throw new Error('The story schedules no activity.');
    type.name = 'sendPigeon';
    await expect(replay(history)).rejects.toBeInstanceOf(DeterminismViolationError);
  });

  test('of a registration that goes well have no more than 36 events', () => {
    expect(committed('completed').events.length).toBeLessThanOrEqual(36);
  });
});
