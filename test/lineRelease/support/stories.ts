import type { Story } from '../../support/histories';
import type { FakeWorld, ReleaseDriver } from './releaseStage';

/** One story for each way that a release may go; their histories are committed and replayed. */
export const stories: Readonly<Record<string, Story<FakeWorld, ReleaseDriver>>> = {
  completed: {
    world: () => undefined,
    tell: (release) => release.start(),
  },
  releasedAlready: {
    world: (world) => (world.releasing = null),
    tell: (release) => release.start(),
  },
  databaseAway: {
    world: (world) => {
      let failures = 2;
      world.outage('releaseLine', () => (failures -= 1) >= 0);
    },
    tell: (release) => release.start(),
  },
};
