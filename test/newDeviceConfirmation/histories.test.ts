import { describeHistories } from '../support/histories';
import { confirmationDriver, FakeWorld } from './support/confirmationStage';
import { stories } from './support/stories';

describeHistories({
  flow: 'newDeviceConfirmation',
  stories,
  createWorld: () => new FakeWorld(),
  driverOf: confirmationDriver,
  happy: { story: 'completed', mostEvents: 36 },
});
