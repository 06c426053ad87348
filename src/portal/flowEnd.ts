import type { Request, Response } from 'express';
import type { FlowStatus, FlowView } from '../../workflows/contracts/flow';
import type { PortalParts } from './portalParts';

const overStatuses: readonly FlowStatus[] = ['REJECTED', 'COMPLETED', 'EXPIRED', 'CANCELLED'];

/** To be called before a page shows a flow: of one that is over, the browser keeps that it has been shown its end. */
export function keepEnd(
  { flowCookie, flowTokens }: Pick<PortalParts, 'flowCookie' | 'flowTokens'>,
  request: Request,
  response: Response,
  { flowId, status }: FlowView,
): void {
  const kept = flowCookie.read(request);
  if (!kept || !overStatuses.includes(status)) return;
  if (flowTokens.namedBy(kept.flowToken)?.flowId === flowId)
    flowCookie.set(response, { ...kept, isOver: true });
}
