import type { FlowView } from './contracts/flow';
import type {
  AccountFinding,
  AccountVerdict,
  PasswordRecoveryEffects,
  PasswordRecoveryInput,
} from './contracts/passwordRecovery';
import { type CodeEnding, CodeFlowRun } from './steps/codeFlow';
import { atOnceOrLater, effectsOf, sendNotices } from './steps/activityCalls';
import { PasswordStep } from './steps/passwordStep';
import { refusalFailure, runFlow } from './steps/runFlow';

const effects = effectsOf<PasswordRecoveryEffects>();

type AdmittedAccount = Extract<AccountVerdict, { outcome: 'admitted' }>;

/**
 * A code by the channel of the registration opens the password of an account: the new one annuls the old, ends every
 * session, and every known channel is told (rules 23 to 26 and 37 of the FAQ). It looks the same for a user who is unknown.
 */
export async function passwordRecovery(input: PasswordRecoveryInput): Promise<FlowView> {
  const recovery = new Recovery(input);
  const { run, password } = recovery;
  const { submitting: submitCode, resending: resendCode } = run.code;
  return runFlow('passwordRecovery', run, { submitCode, resendCode, setPassword: password }, async () => {
    const account = await recovery.findAccount();
    if (!account) return;
    const ending = await recovery.proveChannel(account);
    if (ending === 'proven') await recovery.replacePassword();
    else run.endUnproven(ending);
  });
}

/** The steps of a password's recovery. */
class Recovery {
  readonly run: CodeFlowRun<AccountFinding>;
  readonly password: PasswordStep;

  constructor(private readonly input: PasswordRecoveryInput) {
    const { addressKey, usernameKey: subjectKey, figures } = input;
    const kind = { flow: 'passwordRecovery', purpose: 'recovery', subjectKey, addressKey } as const;
    this.run = new CodeFlowRun(input, kind, effects);
    this.password = new PasswordStep(this.run.state, figures.passwordWindowMs, 'STEP_OUT_OF_ORDER');
  }

  /** @returns undefined when the start was refused: too many messages went out for this username already */
  findAccount(): Promise<AdmittedAccount | undefined> {
    const { flowId, username, usernameKey, apparentChannel, addressKey, deviceToken } = this.input;
    const asked = { flowId, username, usernameKey, apparentChannel, addressKey };
    const request = { ...asked, ...(deviceToken !== undefined && { deviceToken }), now: Date.now() };
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
    const notices = await this.password.untilItEnds();
    if (notices) await sendNotices(this.run.about, notices);
    else this.run.end('EXPIRED');
  }

  private async openPassword(accountId: string | undefined, address: string | undefined): Promise<void> {
    const { workflowId } = this.run;
    const now = Date.now();
    const isOpen =
      accountId !== undefined &&
      address !== undefined &&
      (await atOnceOrLater(effects, (at) => at.openPassword({ accountId, workflowId, address, now })));
    if (!isOpen) throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
    this.password.open({
      activation: 0,
      usePassword: (claimId, now) =>
        atOnceOrLater(effects, (at) => at.setFlowPassword({ workflowId, claimId, now })),
    });
  }
}
