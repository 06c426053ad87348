import type { Problem } from '../../../src/errors/problem';
import type { ScriptedFlows } from '../../api/support/scriptedFlows';

/** The next step is refused, while the flow can still be looked at. */
export function refuseSteps(flows: ScriptedFlows, problem: Problem): void {
  flows.step = () => {
    Reflect.deleteProperty(flows, 'step');
    return Promise.reject(problem);
  };
}
