import { describeHistories } from '../support/histories';
import { changeDriver, FakeWorld } from './support/changeStage';
import { stories } from './support/stories';

describeHistories({
  flow: 'passwordChange',
  stories,
  createWorld: () => new FakeWorld(),
  driverOf: changeDriver,
  happy: { story: 'completed', mostEvents: 14 },
});
