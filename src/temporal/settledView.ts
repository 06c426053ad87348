import type { FlowView } from '../../workflows/contracts/flow';

/**
 * A flow as it may be shown at `now`, milliseconds since 1970: from the moment that it names on, with what it settles to;
 * before that, as if nothing were known.
 */
export function settledView({ settles, ...view }: FlowView, now: number): FlowView {
  if (!settles || now < Date.parse(settles.from)) return view;
  return { ...view, delivery: settles.delivery, expiresAt: settles.expiresAt };
}
