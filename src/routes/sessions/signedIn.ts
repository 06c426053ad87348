import { Problem } from '../../errors/problem';
import type { EndpointRequest } from '../../http/endpoint';
import type { SignedIn } from '../../http/sessionGuard';

/** @throws Problem `SESSION_REQUIRED` */
export function signedInOf({ signedIn }: EndpointRequest<unknown>): SignedIn {
  if (!signedIn) throw new Problem('SESSION_REQUIRED');
  return signedIn;
}
