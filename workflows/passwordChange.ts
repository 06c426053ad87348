import type { FlowView } from './contracts/flow';
import type { PasswordChangeEffects, PasswordChangeInput } from './contracts/passwordChange';
import { effectFlow } from './steps/runFlow';
import { atOnceOrLater, effectsOf } from './steps/activityCalls';

const effects = effectsOf<PasswordChangeEffects>();

/** Who is signed in and proved the current password gets another one; every other session ends, every known channel is told. */
export async function passwordChange(input: PasswordChangeInput): Promise<FlowView> {
  return effectFlow('passwordChange', input, async (whenLater) => {
    const { flowId, accountId, sessionId, epoch, claimId } = input;
    const request = { flowId, accountId, sessionId, epoch, claimId, now: Date.now() };
    const change = await atOnceOrLater(effects, (at) => at.changePassword(request), whenLater);
    if (change.outcome === 'claimLost')
      return { outcome: 'refused', refusal: { code: 'PASSWORD_HANDOVER_LOST' } };
    if (change.outcome === 'accountLost')
      return { outcome: 'refused', refusal: { code: 'STEP_OUT_OF_ORDER' } };
    return { outcome: 'done', notices: () => Promise.resolve(change.notices) };
  });
}
