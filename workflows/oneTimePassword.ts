import { allHandlersFinished, condition, isCancellation } from '@temporalio/workflow';
import type { FlowView } from './contracts/flow';
import type { OneTimePasswordInput } from './contracts/oneTimePassword';
import { Verification } from './oneTimePassword/verification';

/** Another service of the operator has a number proved: one code by SMS, one answer (CAMARA One-Time Password SMS). */
export async function oneTimePassword(input: OneTimePasswordInput): Promise<FlowView> {
  const verification = new Verification(input);
  try {
    if (await verification.admitNumber()) await verification.proveNumber();
  } catch (error) {
    if (isCancellation(error)) verification.cancel();
    throw error;
  }
  await condition(allHandlersFinished);
  return verification.view();
}
