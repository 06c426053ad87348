import { describeHistories } from '../support/histories';
import { stories } from './support/stories';
import { FakeWorld, verificationDriver } from './support/verificationStage';

describeHistories({
  flow: 'oneTimePassword',
  stories,
  createWorld: () => new FakeWorld(),
  driverOf: verificationDriver,
  happy: { story: 'completed', mostEvents: 24 },
});
