import { getExternalWorkflowHandle, log } from '@temporalio/workflow';
import type { CodeRoute } from './contracts/codes';
import { type FlowView, superseded } from './contracts/flow';
import type { OneTimePasswordEffects, OneTimePasswordInput } from './contracts/oneTimePassword';
import { type CodeChallenge, CodeFlowRun } from './steps/codeFlow';
import type { FlowState } from './steps/flowState';
import { atOnceOrLater, effectsOf } from './steps/activityCalls';
import { runFlow } from './steps/runFlow';

const effects = effectsOf<OneTimePasswordEffects>();

/** Another service of the operator has a number proved: one code by SMS, one answer (CAMARA One-Time Password SMS). */
export async function oneTimePassword(input: OneTimePasswordInput): Promise<FlowView> {
  const verification = new Verification(input);
  return runFlow('oneTimePassword', verification, { submitCode: verification.code.submitting }, async () => {
    const route = await verification.admitNumber();
    if (route) await verification.proveNumber(route);
  });
}

/** The steps of one verification of a number. */
class Verification {
  private readonly run: CodeFlowRun;

  constructor(private readonly input: OneTimePasswordInput) {
    const { numberKey: subjectKey, clientKey: addressKey } = input;
    const kind = { flow: 'oneTimePassword', purpose: 'oneTimePassword', subjectKey, addressKey } as const;
    this.run = new CodeFlowRun(input, kind, effects);
  }

  get state(): FlowState {
    return this.run.state;
  }

  get code(): CodeChallenge {
    return this.run.code;
  }

  whenSuperseded(): void {
    this.code.void();
  }

  end(status: 'CANCELLED'): void {
    this.run.end(status);
  }

  /** @returns undefined when nothing may be sent to this number */
  async admitNumber(): Promise<CodeRoute | undefined> {
    const { flowId, number, numberKey, template, clientKey } = this.input;
    const request = { flowId, number, numberKey, template, clientKey, now: Date.now() };
    const verdict = await this.run.admitted((whenLater) =>
      atOnceOrLater(effects, (at) => at.admitNumber(request), whenLater),
    );
    if (verdict?.formerWorkflowId !== undefined) voidCodeOf(verdict.formerWorkflowId);
    return verdict?.route;
  }

  async proveNumber(route: CodeRoute): Promise<void> {
    const { code, state } = this.run;
    code.begin(route, () => {
      state.enter({ status: 'COMPLETED' });
      return Promise.resolve();
    });
    const ending = await code.untilItEnds();
    if (ending === 'voided') this.run.end('CANCELLED');
    else if (ending !== 'proven') this.run.endUnproven(ending);
  }
}

function voidCodeOf(workflowId: string): void {
  getExternalWorkflowHandle(workflowId)
    .signal(superseded)
    .catch(() => log.info('the verification that this one voids had ended already'));
}
