import type { EmployeeRegistrationInput } from './contracts/employeeRegistration';
import type { FlowView } from './contracts/flow';
import { Registration } from './employeeRegistration/registration';
import { runFlow } from './steps/runFlow';

/**
 * An employee proves the possession of a mobile line: by a code in an SMS, or, for a data-only SIM, by its PUK and a code in
 * an e-mail. Then the account exists, and gets its first password (rules 27 to 32 of the FAQ).
 */
export async function employeeRegistration(input: EmployeeRegistrationInput): Promise<FlowView> {
  const registration = new Registration(input);
  return runFlow(registration.run, async () => {
    const line = await registration.checkLine();
    if (!line) return;
    const ending = await registration.proveLine(line);
    if (ending === 'proven') await registration.tellOwners(registration.createPassword());
    else registration.run.endUnproven(ending);
  });
}
