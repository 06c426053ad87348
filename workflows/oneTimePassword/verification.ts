import { getExternalWorkflowHandle, log, setHandler } from '@temporalio/workflow';
import type { CodeRoute } from '../contracts/codes';
import { superseded } from '../contracts/messages';
import type { OneTimePasswordEffects, OneTimePasswordInput } from '../contracts/oneTimePassword';
import { CodeFlowRun } from '../steps/codeFlow';
import { atOnceOrLater, effectsOf } from '../steps/localThenRegular';

const effects = effectsOf<OneTimePasswordEffects>();

/** The steps of one verification of a number. */
export class Verification {
  readonly run: CodeFlowRun;

  constructor(private readonly input: OneTimePasswordInput) {
    const { numberKey: subjectKey, clientKey: addressKey } = input;
    const kind = { flow: 'oneTimePassword', purpose: 'oneTimePassword', subjectKey, addressKey } as const;
    this.run = new CodeFlowRun(input, kind, effects);
    setHandler(superseded, () => this.run.code.void());
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
