import type { FlowView } from '../../workflows/contracts/flow';

/**
 * A flow as it may be shown at `now`, milliseconds since 1970: from the moment that it names on, with what it settles to;
 * before that, as if nothing were known.
 */
export function settledView({ settles, ...view }: FlowView, now: number): FlowView {
  if (!settles || now < Date.parse(settles.from)) return view;
  const settled = { ...view, delivery: settles.delivery, expiresAt: settles.expiresAt };
  return settles.delivery === 'DELAYED' ? withoutResend(settled) : settled;
}

/** The message that waits is the one that would be asked for. */
function withoutResend(view: FlowView): FlowView {
  const nextSteps = view.nextSteps.filter((step) => step !== 'resendCode');
  const shown = Object.entries(view).filter(([field]) => field !== 'resendAvailableAt');
  return { ...(Object.fromEntries(shown) as unknown as FlowView), nextSteps };
}
