import type { Story } from '../../support/histories';
import type { DeletionDriver, FakeWorld } from './deletionStage';

/** One story for each way that a deletion may go; their histories are committed and replayed. */
export const stories: Readonly<Record<string, Story<FakeWorld, DeletionDriver>>> = {
  completed: {
    world: () => undefined,
    tell: (deletion) => deletion.start(),
  },
  goneAlready: {
    world: (world) => (world.account = null),
    tell: (deletion) => deletion.start(),
  },
  databaseAway: {
    world: (world) => {
      let failures = 2;
      world.outage('deleteAccount', () => (failures -= 1) >= 0);
    },
    tell: (deletion) => deletion.start(),
  },
};
