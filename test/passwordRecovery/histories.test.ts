import { describeHistories } from '../support/histories';
import { FakeWorld, recoveryDriver } from './support/recoveryStage';
import { stories } from './support/stories';

describeHistories({
  flow: 'passwordRecovery',
  stories,
  createWorld: () => new FakeWorld(),
  driverOf: recoveryDriver,
  happy: { story: 'completed', mostEvents: 36 },
});
