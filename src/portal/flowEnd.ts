import type { Request, Response } from 'express';
import type { FlowStatus, FlowView } from '../../workflows/contracts/flow';
import { flowNamedBy } from './flowCookies';
import type { PortalParts } from './portalParts';

const overStatuses: readonly FlowStatus[] = ['REJECTED', 'COMPLETED', 'EXPIRED', 'CANCELLED'];

/** To be called before a page shows a flow: of one that is over, the browser keeps that it has been shown its end. */
export function keepEnd(
  { flowCookies }: Pick<PortalParts, 'flowCookies'>,
  request: Request,
  response: Response,
  { status }: Pick<FlowView, 'status'>,
): void {
  const kept = flowCookies.read(request, flowNamedBy(request));
  if (kept && overStatuses.includes(status)) flowCookies.keep(request, response, { ...kept, isOver: true });
}
