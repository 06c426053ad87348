import { allHandlersFinished, CancellationScope, condition, isCancellation } from '@temporalio/workflow';
import type { FlowView } from './contracts/flow';
import type { UserAdminRegistrationInput } from './contracts/userAdminRegistration';
import { Refused, Registration } from './userAdminRegistration/registration';

/**
 * A company's legal representative proves the VAT number and the contract data, activates from the mailbox named in
 * the contract, and creates the first password (rules 10 to 14 of the FAQ).
 */
export async function userAdminRegistration(input: UserAdminRegistrationInput): Promise<FlowView> {
  const registration = new Registration(input);
  try {
    await register(registration);
  } catch (error) {
    if (isCancellation(error))
      await CancellationScope.nonCancellable(() => registration.release('CANCELLED'));
    throw error;
  }
  await condition(allHandlersFinished);
  return registration.view();
}

async function register(registration: Registration): Promise<void> {
  try {
    const match = await registration.matchContractData();
    await registration.reserveAccount(match);
    const ending = await registration.activateFromTheMailbox(match);
    if (ending === 'passwordSet') await registration.notifyTheMailbox(match);
    if (ending === 'expired') await registration.release('EXPIRED');
    if (ending === 'voided') await registration.giveWay(match);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await registration.refuse(error);
  }
}
