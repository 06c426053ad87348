import { getExternalWorkflowHandle, log, setHandler, workflowInfo } from '@temporalio/workflow';
import type { CodeFlow, CodeRoute } from '../contracts/codes';
import type { FlowView } from '../contracts/flow';
import { superseded } from '../contracts/messages';
import type { OneTimePasswordEffects, OneTimePasswordInput } from '../contracts/oneTimePassword';
import { CodeChallenge } from '../steps/codeChallenge';
import { FlowState } from '../steps/flowState';
import { atOnceOrLater, effectsOf } from '../steps/patience';
import { StartAnswer } from '../steps/startAnswer';

const effects = effectsOf<OneTimePasswordEffects>();

/** One verification of a number, with its state. */
export class Verification {
  private readonly about: CodeFlow;
  private readonly flow: FlowState;
  private readonly start: StartAnswer;
  private readonly code: CodeChallenge;
  private route: CodeRoute | undefined;

  constructor(private readonly input: OneTimePasswordInput) {
    const { flowId, supportReference, subject, locale, numberKey, clientKey, figures } = input;
    const flow = 'oneTimePassword';
    const keys = { subjectKey: numberKey, addressKey: clientKey };
    const runId = workflowInfo().firstExecutionRunId;
    this.about = { flow, flowId, runId, purpose: 'oneTimePassword', ...keys, locale, supportReference };
    this.flow = new FlowState({ flow, flowId, supportReference, subject });
    this.start = new StartAnswer(this.flow);
    this.code = new CodeChallenge(this.flow, this.about, figures, effects);
    setHandler(superseded, () => this.code.void());
    this.code.open();
  }

  view(): FlowView {
    return this.flow.view();
  }

  /** @returns false when nothing may be sent to this number */
  async admitNumber(): Promise<boolean> {
    const { flowId, number, numberKey, template, clientKey } = this.input;
    const request = { flowId, number, numberKey, template, clientKey, now: Date.now() };
    const verdict = await atOnceOrLater(effects, (at) => at.admitNumber(request), this.start.waitNoLonger);
    if (verdict.outcome === 'refused') {
      this.flow.reject(verdict.refusal);
      return false;
    }
    this.route = verdict.route;
    if (verdict.formerWorkflowId !== undefined) voidCodeOf(verdict.formerWorkflowId);
    return true;
  }

  async proveNumber(): Promise<void> {
    if (this.route) this.code.begin(this.route, () => this.complete());
    const ending = await this.code.untilItEnds();
    if (ending === 'spent') this.flow.reject({ code: 'ATTEMPTS_SPENT' });
    if (ending === 'expired') this.flow.enter({ status: 'EXPIRED' });
    if (ending === 'voided') this.cancel();
  }

  cancel(): void {
    this.flow.enter({ status: 'CANCELLED' });
  }

  private complete(): Promise<void> {
    this.flow.enter({ status: 'COMPLETED' });
    return Promise.resolve();
  }
}

function voidCodeOf(workflowId: string): void {
  getExternalWorkflowHandle(workflowId)
    .signal(superseded)
    .catch(() => log.info('the verification that this one voids had ended already'));
}
