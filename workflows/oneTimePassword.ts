import type { FlowView } from './contracts/flow';
import type { OneTimePasswordInput } from './contracts/oneTimePassword';
import { Verification } from './oneTimePassword/verification';
import { runFlow } from './steps/runFlow';

/** Another service of the operator has a number proved: one code by SMS, one answer (CAMARA One-Time Password SMS). */
export async function oneTimePassword(input: OneTimePasswordInput): Promise<FlowView> {
  const verification = new Verification(input);
  return runFlow(verification.run, async () => {
    const route = await verification.admitNumber();
    if (route) await verification.proveNumber(route);
  });
}
