import type { Story } from '../../support/histories';
import type { FakeWorld, ReviewDriver } from './reviewStage';

/** One story for each way that a review may go; their histories are committed and replayed. */
export const stories: Readonly<Record<string, Story<FakeWorld, ReviewDriver>>> = {
  completed: {
    world: () => undefined,
    tell: (review) => review.start(),
  },
  goneMeanwhile: {
    world: (world) => (world.isThere = false),
    tell: (review) => review.start(),
  },
};
