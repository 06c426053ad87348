import type { FlowView } from '../../workflows/contracts/flow';

/** A flow as it may be shown at `now`, milliseconds since 1970: its pending view counts from the moment that this names. */
export function settledView({ pendingView, ...view }: FlowView, now: number): FlowView {
  if (!pendingView || now < Date.parse(pendingView.from)) return view;
  const settled = { ...view, delivery: pendingView.delivery, expiresAt: pendingView.expiresAt };
  return pendingView.delivery === 'DELAYED' ? withoutResend(settled) : settled;
}

/** The message that waits is the one that would be asked for. */
function withoutResend(view: FlowView): FlowView {
  const nextSteps = view.nextSteps.filter((step) => step !== 'resendCode');
  const shown = Object.entries(view).filter(([field]) => field !== 'resendAvailableAt');
  return { ...(Object.fromEntries(shown) as unknown as FlowView), nextSteps };
}
