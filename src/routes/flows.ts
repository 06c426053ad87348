import { endpoint, operation, type Endpoint } from '../http/endpoint';
import { flowSchema } from '../http/schemas';
import type { ActivationAndPassword } from './activationAndPassword';
import { passwordEndpoints } from './flows/password';
import { granted, stepEndpoints, type StepDependencies } from './flows/steps';

export interface FlowDependencies extends StepDependencies {
  readonly activationAndPassword: ActivationAndPassword;
}

/** `/v1/flows/{flowId}`: what the holder of a flow token may read and do. */
export function flowEndpoints(dependencies: FlowDependencies): Endpoint[] {
  return [readFlow(dependencies), ...stepEndpoints(dependencies), ...passwordEndpoints(dependencies)];
}

export const readFlowOperation = operation({
  method: 'get',
  path: '/v1/flows/{flowId}',
  operationId: 'readFlow',
  summary: 'Where a flow stands',
  flowToken: 'start',
  success: { status: 200, description: 'The flow.', schema: flowSchema },
  problems: ['NOT_FOUND'],
});

function readFlow({ flows }: FlowDependencies): Endpoint {
  return endpoint(readFlowOperation, async (request) => ({
    status: 200,
    body: await flows.view(granted(request)),
  }));
}
