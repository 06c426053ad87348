import { endpoint, type Endpoint } from '../http/endpoint';
import { flowSchema } from '../http/schemas';
import type { Flows } from '../temporal/flows';
import { codeEndpoints, type CodeStepDependencies } from './flows/codes';
import { granted } from './flows/granted';
import { linkEndpoints } from './flows/links';
import { passwordEndpoints } from './flows/passwords';
import type { ActivationAndPassword } from './activationAndPassword';

export interface FlowDependencies extends CodeStepDependencies {
  readonly flows: Flows;
  readonly activationAndPassword: ActivationAndPassword;
}

/** `/v1/flows/{flowId}`: what the holder of a flow token may read and do. */
export function flowEndpoints(dependencies: FlowDependencies): Endpoint[] {
  return [
    readFlow(dependencies),
    ...linkEndpoints(dependencies),
    ...codeEndpoints(dependencies),
    ...passwordEndpoints(dependencies),
  ];
}

function readFlow({ flows }: FlowDependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: '/v1/flows/{flowId}',
    operationId: 'readFlow',
    summary: 'Where a flow stands',
    flowToken: 'start',
    success: { status: 200, description: 'The flow.', schema: flowSchema },
    problems: ['NOT_FOUND'],
    handle: async (request) => ({ status: 200, body: await flows.view(granted(request)) }),
  });
}
