import type { FlowOwner } from '../../workflows/contracts/accountFlows';
import type { EndpointRequest } from '../http/endpoint';
import { signedInOf } from './sessions/signedIn';

/** For whom the flow of a signed-in account begins. @throws Problem `SESSION_REQUIRED` */
export function flowOwnerOf(request: EndpointRequest<unknown>): FlowOwner {
  const { account, session } = signedInOf(request);
  return { accountId: account._id, sessionEpoch: session.epoch };
}
