import type { AccountDeletionEffects, AccountDeletionInput } from './contracts/accountDeletion';
import type { FlowView } from './contracts/flow';
import { effectFlow } from './steps/runFlow';
import { atOnceOrLater, effectsOf } from './steps/activityCalls';

const effects = effectsOf<AccountDeletionEffects>();

/**
 * An account ends with its sessions, credentials and personal data; its lines, offers and contracts stay (rules 34 to 36 of the
 * FAQ), and every known channel is told. One that is gone already is left at that.
 */
export async function accountDeletion(input: AccountDeletionInput): Promise<FlowView> {
  return effectFlow('accountDeletion', input, async (whenLater) => {
    const { flowId, accountId, reason, actor, addressKey, supportReference } = input;
    const account = await atOnceOrLater(effects, (at) => at.accountToDelete({ accountId }), whenLater);
    if (account === null) return { outcome: 'done', notices: () => Promise.resolve([]) };
    const told = { flowId, accountId, reason, actor, supportReference, ...(addressKey && { addressKey }) };
    const request = { ...told, account, now: Date.now() };
    await atOnceOrLater(effects, (at) => at.deleteAccount(request), whenLater);
    return {
      outcome: 'done',
      notices: () => atOnceOrLater(effects, (at) => at.noticesOfDeletion({ account, reason })),
    };
  });
}
