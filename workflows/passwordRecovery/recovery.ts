import type {
  AccountFinding,
  AccountVerdict,
  PasswordRecoveryEffects,
  PasswordRecoveryInput,
} from '../contracts/passwordRecovery';
import type { CodeEnding } from '../steps/codeChallenge';
import { CodeFlowRun } from '../steps/codeFlow';
import { FlowPassword } from '../steps/flowPassword';
import { sendNotices } from '../steps/notices';
import { atOnceOrLater, effectsOf } from '../steps/localThenRegular';
import { refusalFailure } from '../steps/refusalFailure';

const effects = effectsOf<PasswordRecoveryEffects>();

type AdmittedAccount = Extract<AccountVerdict, { outcome: 'admitted' }>;

/** The steps of a password's recovery. */
export class Recovery {
  readonly run: CodeFlowRun<AccountFinding>;
  private readonly password: FlowPassword;

  constructor(private readonly input: PasswordRecoveryInput) {
    const { addressKey, usernameKey: subjectKey, figures } = input;
    const kind = { flow: 'passwordRecovery', purpose: 'recovery', subjectKey, addressKey } as const;
    this.run = new CodeFlowRun(input, kind, effects);
    this.password = new FlowPassword(this.run.state, figures.passwordWindowMs);
  }

  /** @returns undefined when the start was refused: too many messages went out for this username already */
  findAccount(): Promise<AdmittedAccount | undefined> {
    const { flowId, username, usernameKey, apparentChannel, addressKey } = this.input;
    const request = { flowId, username, usernameKey, apparentChannel, addressKey, now: Date.now() };
    return this.run.admitted((whenLater) =>
      atOnceOrLater(effects, (at) => at.findAccount(request), whenLater),
    );
  }

  async proveChannel({ route, accountId }: AdmittedAccount): Promise<CodeEnding> {
    const { code } = this.run;
    code.begin(route, () => this.openPassword(accountId, route.recipient?.address));
    return code.untilItEnds();
  }

  /** The new password, and the notice of it on every known channel. */
  async replacePassword(): Promise<void> {
    const ending = await this.password.untilItEnds();
    if (ending.outcome === 'lapsed') this.run.end('EXPIRED');
    else await sendNotices(this.run.about, ending.notices);
  }

  private async openPassword(accountId: string | undefined, address: string | undefined): Promise<void> {
    const { workflowId } = this.run;
    const isOpen =
      accountId !== undefined &&
      address !== undefined &&
      (await atOnceOrLater(effects, (at) => at.openPassword({ accountId, workflowId, address })));
    if (!isOpen) throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
    this.password.open((claimId, now) =>
      atOnceOrLater(effects, (at) => at.setFlowPassword({ workflowId, claimId, now })),
    );
  }
}
