import { setWorkflowOptions, sleep } from '@temporalio/workflow';
import * as flows from '../../../workflows';

export * from '../../../workflows';

/** Begins with one command more than the histories of the version before have. */
export function userAdminRegistration(...given: Parameters<typeof flows.userAdminRegistration>) {
  void sleep('1 day');
  return flows.userAdminRegistration(...given);
}

setWorkflowOptions({ versioningBehavior: 'AUTO_UPGRADE' }, userAdminRegistration);
