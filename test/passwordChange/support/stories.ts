import type { Story } from '../../support/histories';
import type { ChangeDriver, FakeWorld } from './changeStage';

const tell = (change: ChangeDriver) => change.start();

/** One story for each way that a change may go; their histories are committed and replayed. */
export const stories: Readonly<Record<string, Story<FakeWorld, ChangeDriver>>> = {
  completed: { world: () => undefined, tell },
  claimLost: { world: (world) => (world.change = { outcome: 'claimLost' }), tell },
  accountLost: { world: (world) => (world.change = { outcome: 'accountLost' }), tell },
};
