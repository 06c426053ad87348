import { describeHistories } from '../support/histories';
import { FakeWorld, reviewDriver } from './support/reviewStage';
import { stories } from './support/stories';

describeHistories({
  flow: 'userAdminReview',
  stories,
  createWorld: () => new FakeWorld(),
  driverOf: reviewDriver,
  happy: { story: 'completed', mostEvents: 17 },
});
