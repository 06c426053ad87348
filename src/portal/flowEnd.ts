import type { Request, Response } from 'express';
import type { FlowStatus, FlowView } from '../../workflows/contracts/flow';
import { flowNamedBy } from './flowCookies';
import type { PortalParts } from './portalParts';

const overStatuses: readonly FlowStatus[] = ['REJECTED', 'COMPLETED', 'EXPIRED', 'CANCELLED'];

/** Called before a page shows a flow: the browser remembers that it has shown the flow's end. */
export function keepEnd(
  { flowCookies }: Pick<PortalParts, 'flowCookies'>,
  request: Request,
  response: Response,
  { status }: Pick<FlowView, 'status'>,
): void {
  const kept = flowCookies.read(request, flowNamedBy(request));
  if (kept && overStatuses.includes(status)) flowCookies.keep(request, response, { ...kept, isOver: true });
}
