import { FakeWorld } from './fakeWorld';
import { SkippedTime, type RegistrationDriver } from './skippedTime';

/** What a suite under skipped time plays on: one server for all its tests, a fresh world for each. */
class Stage {
  world = new FakeWorld();
  private time: SkippedTime | undefined;

  async open(): Promise<void> {
    this.time = await SkippedTime.start();
  }

  async close(): Promise<void> {
    await this.time?.stop();
  }

  async run(story: (registration: RegistrationDriver) => Promise<void>): Promise<void> {
    if (!this.time) throw new Error('The stage is not open.');
    await this.time.run(this.world, story);
  }
}

/** Opens a stage before the tests of the suite that calls it, and closes it after them. */
export function underSkippedTime(): Stage {
  const stage = new Stage();
  beforeAll(() => stage.open());
  afterAll(() => stage.close());
  beforeEach(() => {
    stage.world = new FakeWorld();
  });
  return stage;
}
