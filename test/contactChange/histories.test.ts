import { describeHistories } from '../support/histories';
import { contactDriver } from './support/contactDriver';
import { FakeWorld } from './support/fakeWorld';
import { stories } from './support/stories';

describeHistories({
  flow: 'contactChange',
  stories,
  createWorld: () => new FakeWorld(),
  driverOf: contactDriver,
  happy: { story: 'completed', mostEvents: 36 },
});
