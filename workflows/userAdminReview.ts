import type { FlowView } from './contracts/flow';
import type { UserAdminReviewEffects, UserAdminReviewInput } from './contracts/userAdminReview';
import { effectFlow } from './steps/runFlow';
import { atOnceOrLater, effectsOf } from './steps/activityCalls';

const effects = effectsOf<UserAdminReviewEffects>();

/** The contract names another legal representative: the company's User Admin is to be looked at, and the new one told so. */
export async function userAdminReview(input: UserAdminReviewInput): Promise<FlowView> {
  return effectFlow('userAdminReview', input, async (whenLater) => {
    const { flowId, accountId, representativeKey, supportReference } = input;
    const request = { flowId, accountId, representativeKey, supportReference, now: Date.now() };
    const isFlagged = await atOnceOrLater(effects, (at) => at.flagUserAdmin(request), whenLater);
    return {
      outcome: 'done',
      notices: () =>
        isFlagged ? atOnceOrLater(effects, (at) => at.noticesOfReview({ accountId })) : Promise.resolve([]),
    };
  });
}
