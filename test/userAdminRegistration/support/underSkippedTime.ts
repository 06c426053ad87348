import { underSkippedTime } from '../../support/skippedTime';
import { FakeWorld } from './fakeWorld';
import { registrationDriver } from './registrationDriver';

/** The stage of a suite about this flow. */
export function registrationsUnderSkippedTime() {
  return underSkippedTime(() => new FakeWorld(), registrationDriver);
}
