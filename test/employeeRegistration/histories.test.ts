import { describeHistories } from '../support/histories';
import { employeeDriver } from './support/employeeDriver';
import { FakeWorld } from './support/fakeWorld';
import { stories } from './support/stories';

describeHistories({
  flow: 'employeeRegistration',
  stories,
  createWorld: () => new FakeWorld(),
  driverOf: employeeDriver,
  happy: { story: 'completed', mostEvents: 36 },
});
