import type { FlowView } from './contracts/flow';
import type { UserAdminRegistrationInput } from './contracts/userAdminRegistration';
import { runFlow, type StepHandlers } from './steps/runFlow';
import { Refused, Registration } from './userAdminRegistration/registration';

/**
 * A company's legal representative proves the VAT number and the contract data, activates from the mailbox named in
 * the contract, and creates the first password (rules 10 to 14 of the FAQ).
 */
export function userAdminRegistration(input: UserAdminRegistrationInput): Promise<FlowView> {
  const registration = new Registration(input);
  const { activating: activate, resending: resendLink, password: setPassword } = registration.link;
  const steps: StepHandlers<'userAdminRegistration'> = { activate, resendLink, setPassword };
  return runFlow('userAdminRegistration', registration, steps, () => register(registration));
}

async function register(registration: Registration): Promise<void> {
  try {
    const match = await registration.matchContractData();
    await registration.reserveAccount(match);
    const ending = await registration.activateFromTheMailbox(match);
    if (ending === 'passwordSet') await registration.notifyTheMailbox(match);
    if (ending === 'expired') await registration.end('EXPIRED');
    if (ending === 'voided') await registration.giveWay(match);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await registration.refuse(error);
  }
}
