import { describeHistories } from '../support/histories';
import { deletionDriver, FakeWorld } from './support/deletionStage';
import { stories } from './support/stories';

describeHistories({
  flow: 'accountDeletion',
  stories,
  createWorld: () => new FakeWorld(),
  driverOf: deletionDriver,
  happy: { story: 'completed', mostEvents: 16 },
});
