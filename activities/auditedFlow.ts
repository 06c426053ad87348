import type { Keyring } from '../src/config/keys';
import { supportReferenceOf } from '../src/security/flowIds';

/** What the trail keeps of the flow that something was done by: its name, and the reference to look it up with. */
export function flowOf(serviceKeys: Keyring, workflowId: string) {
  const [detail, flowId = ''] = workflowId.split('/');
  return { detail, reference: supportReferenceOf(serviceKeys, flowId) };
}
