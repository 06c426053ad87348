import { underSkippedTime } from '../../support/skippedTime';
import { employeeDriver } from './employeeDriver';
import { FakeWorld } from './fakeWorld';

/** The stage of a suite about this flow. */
export function employeesUnderSkippedTime() {
  return underSkippedTime(() => new FakeWorld(), employeeDriver);
}
