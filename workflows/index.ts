import type { WorkflowDefinitionOptions } from '@temporalio/common';
import { setWorkflowOptions, workflowInfo } from '@temporalio/workflow';
import { telcoManagerInvitation } from './telcoManagerInvitation';
import { userAdminRegistration } from './userAdminRegistration';

export { accountDeletion } from './accountDeletion';
export { contactChange } from './contactChange';
export { employeeRegistration } from './employeeRegistration';
export { lineRelease } from './lineRelease';
export { newDeviceConfirmation } from './newDeviceConfirmation';
export { oneTimePassword } from './oneTimePassword';
export { passwordChange } from './passwordChange';
export { passwordRecovery } from './passwordRecovery';
export { recordRetention } from './recordRetention';
export { simAssociation } from './simAssociation';
export { userAdminReview } from './userAdminReview';
export { telcoManagerInvitation, userAdminRegistration };

/** They live for days: where versions of workers run side by side, the latest takes them over, by `patched`. */
setWorkflowOptions(whereVersioned, telcoManagerInvitation);
setWorkflowOptions(whereVersioned, userAdminRegistration);

/** The server refuses the task of a worker without a version that names a behaviour. */
function whereVersioned(): WorkflowDefinitionOptions {
  return workflowInfo().currentDeploymentVersion?.deploymentName
    ? { versioningBehavior: 'AUTO_UPGRADE' }
    : {};
}
