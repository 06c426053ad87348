import { sleep } from '@temporalio/workflow';
import * as flows from '../../../workflows';

export * from '../../../workflows';

/** Begins with one command more than the histories of the version before have. */
export function employeeRegistration(...given: Parameters<typeof flows.employeeRegistration>) {
  void sleep('1 day');
  return flows.employeeRegistration(...given);
}
