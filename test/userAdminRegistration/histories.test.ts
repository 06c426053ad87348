import { describeHistories } from '../support/histories';
import { FakeWorld } from './support/fakeWorld';
import { registrationDriver } from './support/registrationDriver';
import { stories } from './support/stories';

describeHistories({
  flow: 'userAdminRegistration',
  stories,
  createWorld: () => new FakeWorld(),
  driverOf: registrationDriver,
  happy: { story: 'completed', mostEvents: 36 },
});
