import { workflowInfo } from '@temporalio/workflow';
import type { CodeFlow } from '../contracts/codes';
import { workflowIdOf, type FlowView } from '../contracts/flow';
import type {
  AccountFinding,
  AccountVerdict,
  PasswordRecoveryEffects,
  PasswordRecoveryInput,
} from '../contracts/passwordRecovery';
import { CodeChallenge, type CodeEnding } from '../steps/codeChallenge';
import { FlowPassword } from '../steps/flowPassword';
import { FlowState } from '../steps/flowState';
import { sendNotices } from '../steps/notices';
import { atOnceOrLater, effectsOf } from '../steps/patience';
import { refusing } from '../steps/refusing';
import { StartAnswer } from '../steps/startAnswer';

const effects = effectsOf<PasswordRecoveryEffects>();

type AdmittedAccount = Extract<AccountVerdict, { outcome: 'admitted' }>;

/** The steps of a password's recovery, with the state that they share. */
export class Recovery {
  private readonly workflowId: string;
  private readonly about: CodeFlow;
  private readonly flow: FlowState;
  private readonly start: StartAnswer;
  private readonly code: CodeChallenge;
  private readonly password: FlowPassword;
  private finding: AccountFinding | undefined;

  constructor(private readonly input: PasswordRecoveryInput) {
    const { flowId, supportReference, subject, locale, addressKey, usernameKey, figures } = input;
    const flow = 'passwordRecovery';
    this.workflowId = workflowIdOf(flow, flowId);
    const subjectKey = usernameKey;
    const runId = workflowInfo().firstExecutionRunId;
    this.about = {
      flow,
      flowId,
      runId,
      purpose: 'recovery',
      subjectKey,
      addressKey,
      locale,
      supportReference,
    };
    this.flow = new FlowState({ flow, flowId, supportReference, subject }, () => this.finding);
    this.start = new StartAnswer(this.flow);
    this.code = new CodeChallenge(this.flow, this.about, figures, effects);
    this.password = new FlowPassword(this.flow, figures.passwordWindowMs);
    this.code.open();
  }

  view(): FlowView {
    return this.flow.view();
  }

  /** @returns undefined when the start was refused: too many messages went out for this username already */
  async findAccount(): Promise<AdmittedAccount | undefined> {
    const { flowId, username, usernameKey, face, addressKey } = this.input;
    const request = { flowId, username, usernameKey, face, addressKey, now: Date.now() };
    const verdict = await atOnceOrLater(effects, (at) => at.findAccount(request), this.start.waitNoLonger);
    if (verdict.outcome === 'refused') {
      this.flow.reject(verdict.refusal);
      return undefined;
    }
    this.finding = verdict.finding;
    return verdict;
  }

  async proveChannel({ route, accountId }: AdmittedAccount): Promise<CodeEnding> {
    this.code.begin(route, () => this.openPassword(accountId));
    return this.code.untilItEnds();
  }

  /** The new password, and the notice of it on every known channel. */
  async replacePassword(): Promise<void> {
    const ending = await this.password.untilItEnds();
    if (ending.outcome === 'lapsed') this.flow.enter({ status: 'EXPIRED' });
    else await sendNotices(this.about, ending.notices);
  }

  endUnproven(ending: CodeEnding): void {
    if (ending === 'spent') this.flow.reject({ code: 'ATTEMPTS_SPENT' });
    else this.end('EXPIRED');
  }

  end(status: 'EXPIRED' | 'CANCELLED'): void {
    if (this.flow.status !== 'COMPLETED') this.flow.enter({ status });
  }

  private async openPassword(accountId: string | undefined): Promise<void> {
    const { workflowId } = this;
    const isOpen =
      accountId !== undefined &&
      (await atOnceOrLater(effects, (at) => at.openPassword({ accountId, workflowId })));
    if (!isOpen) throw refusing({ code: 'STEP_OUT_OF_ORDER' });
    this.password.open((claimId, now) =>
      atOnceOrLater(effects, (at) => at.setFlowPassword({ workflowId, claimId, now })),
    );
  }
}
