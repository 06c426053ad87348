import { allHandlersFinished, condition, isCancellation } from '@temporalio/workflow';
import type { FlowView } from './contracts/flow';
import type { PasswordRecoveryInput } from './contracts/passwordRecovery';
import { Recovery } from './passwordRecovery/recovery';

/**
 * A code by the channel of the registration opens the password of an account: the new one annuls the old, ends every
 * session, and every known channel is told (rules 23 to 26 and 37 of the FAQ). It looks the same for a user who is unknown.
 */
export async function passwordRecovery(input: PasswordRecoveryInput): Promise<FlowView> {
  const recovery = new Recovery(input);
  try {
    await recover(recovery);
  } catch (error) {
    if (isCancellation(error)) recovery.end('CANCELLED');
    throw error;
  }
  await condition(allHandlersFinished);
  return recovery.view();
}

async function recover(recovery: Recovery): Promise<void> {
  const account = await recovery.findAccount();
  if (!account) return;
  const ending = await recovery.proveChannel(account);
  if (ending !== 'proven') {
    recovery.endUnproven(ending);
    return;
  }
  await recovery.replacePassword();
}
