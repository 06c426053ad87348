import { Problem } from '../../errors/problem';
import type { EndpointRequest } from '../../http/endpoint';
import type { FlowGrant } from '../../security/flowTokens';
import { stepsOfFlow, type FlowStep } from '../../../workflows/contracts/flow';

/** @throws Problem `FLOW_TOKEN_REQUIRED` */
export function granted({ grant }: EndpointRequest<unknown>): FlowGrant {
  if (!grant) throw new Problem('FLOW_TOKEN_REQUIRED');
  return grant;
}

/** @throws Problem `STEP_OUT_OF_ORDER` when the granted flow never takes this step */
export function grantedFor(step: FlowStep, request: EndpointRequest<unknown>): FlowGrant {
  const grant = granted(request);
  if (!stepsOfFlow[grant.flow].includes(step)) throw new Problem('STEP_OUT_OF_ORDER');
  return grant;
}
