import type { FlowView } from './contracts/flow';
import type { PasswordRecoveryInput } from './contracts/passwordRecovery';
import { Recovery } from './passwordRecovery/recovery';
import { runFlow } from './steps/runFlow';

/**
 * A code by the channel of the registration opens the password of an account: the new one annuls the old, ends every
 * session, and every known channel is told (rules 23 to 26 and 37 of the FAQ). It looks the same for a user who is unknown.
 */
export async function passwordRecovery(input: PasswordRecoveryInput): Promise<FlowView> {
  const recovery = new Recovery(input);
  return runFlow(recovery.run, async () => {
    const account = await recovery.findAccount();
    if (!account) return;
    const ending = await recovery.proveChannel(account);
    if (ending === 'proven') await recovery.replacePassword();
    else recovery.run.endUnproven(ending);
  });
}
