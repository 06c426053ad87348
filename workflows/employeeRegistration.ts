import { allHandlersFinished, condition, isCancellation } from '@temporalio/workflow';
import type { EmployeeRegistrationInput } from './contracts/employeeRegistration';
import type { FlowView } from './contracts/flow';
import { Registration } from './employeeRegistration/registration';

/**
 * An employee proves the possession of a mobile line: by a code in an SMS, or, for a data-only SIM, by its PUK and a code in
 * an e-mail. Then the account exists, and gets its first password (rules 27 to 32 of the FAQ).
 */
export async function employeeRegistration(input: EmployeeRegistrationInput): Promise<FlowView> {
  const registration = new Registration(input);
  try {
    await register(registration);
  } catch (error) {
    if (isCancellation(error)) registration.end('CANCELLED');
    throw error;
  }
  await condition(allHandlersFinished);
  return registration.view();
}

async function register(registration: Registration): Promise<void> {
  const line = await registration.checkLine();
  if (!line) return;
  const ending = await registration.proveLine(line);
  if (ending !== 'proven') {
    registration.endUnproven(ending);
    return;
  }
  await registration.tellOwners(registration.createPassword());
}
