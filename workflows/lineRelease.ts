import type { FlowView } from './contracts/flow';
import type { LineReleaseEffects, LineReleaseInput } from './contracts/lineRelease';
import { effectFlow } from './steps/runFlow';
import { atOnceOrLater, effectsOf } from './steps/activityCalls';

const effects = effectsOf<LineReleaseEffects>();

/**
 * A line is an account's no more, by its owner's wish, an administrator's, or the records' word; the account is told, and so is
 * the administrator. One that is released already is left at that.
 */
export async function lineRelease(input: LineReleaseInput): Promise<FlowView> {
  return effectFlow('lineRelease', input, async (whenLater) => {
    const { flowId, line, associatedBy, reason, actor, addressKey, supportReference } = input;
    const about = { line, associatedBy };
    const releasing = await atOnceOrLater(effects, (at) => at.lineToRelease(about), whenLater);
    if (releasing === null) return { outcome: 'done', notices: () => Promise.resolve([]) };
    const told = { flowId, reason, actor, supportReference, ...(addressKey && { addressKey }) };
    const request = { ...about, ...told, releasing, now: Date.now() };
    const ending = await atOnceOrLater(effects, (at) => at.releaseLine(request), whenLater);
    const toTell = { line, reason, actor, releasing, ending };
    return {
      outcome: 'done',
      notices: () => atOnceOrLater(effects, (at) => at.noticesOfRelease(toTell)),
    };
  });
}
