import { describeHistories } from '../support/histories';
import { FakeWorld } from './support/fakeWorld';
import { invitationDriver } from './support/invitationDriver';
import { stories } from './support/stories';

describeHistories({
  flow: 'telcoManagerInvitation',
  stories,
  createWorld: () => new FakeWorld(),
  driverOf: invitationDriver,
  happy: { story: 'completed', mostEvents: 36 },
});
