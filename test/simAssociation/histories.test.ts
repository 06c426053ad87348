import { describeHistories } from '../support/histories';
import { FakeWorld } from './support/fakeWorld';
import { simDriver } from './support/simDriver';
import { stories } from './support/stories';

describeHistories({
  flow: 'simAssociation',
  stories,
  createWorld: () => new FakeWorld(),
  driverOf: simDriver,
  happy: { story: 'completed', mostEvents: 36 },
});
