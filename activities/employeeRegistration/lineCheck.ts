import type { EmployeeRegistrationEffects } from '../../workflows/contracts/employeeRegistration';
import type { LineVerdict } from '../../workflows/contracts/lines';
import { inspectLine, type LineDependencies } from '../lines/lineCheck';

/** The line that an employee registers, with the mailbox that was typed. */
export function checkLine(
  dependencies: LineDependencies,
  { flowId, application, addressKey, now }: Parameters<EmployeeRegistrationEffects['checkLine']>[0],
): Promise<LineVerdict> {
  return inspectLine(dependencies, {
    flow: { flowId, purpose: 'registration', addressKey },
    claim: application,
    mailbox: { address: application.mailbox, key: application.mailboxKey },
    wordings: { free: 'registrationCode', registered: 'takeoverCode' },
    now,
  });
}
