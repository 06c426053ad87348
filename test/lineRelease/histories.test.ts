import { describeHistories } from '../support/histories';
import { FakeWorld, releaseDriver } from './support/releaseStage';
import { stories } from './support/stories';

describeHistories({
  flow: 'lineRelease',
  stories,
  createWorld: () => new FakeWorld(),
  driverOf: releaseDriver,
  happy: { story: 'completed', mostEvents: 17 },
});
