import type {
  EmployeeRegistrationEffects,
  EmployeeRegistrationInput,
} from './contracts/employeeRegistration';
import type { FlowView } from './contracts/flow';
import type { AdmittedLine, LineFinding } from './contracts/lines';
import type { Notice } from './contracts/notices';
import { type CodeEnding, CodeFlowRun } from './steps/codeFlow';
import { LineProof } from './steps/lineProof';
import { atOnceOrLater, effectsOf, sendNotices } from './steps/activityCalls';
import { PasswordStep } from './steps/passwordStep';
import { refusalFailure, runFlow, type StepHandlers } from './steps/runFlow';

const effects = effectsOf<EmployeeRegistrationEffects>();

/**
 * An employee proves the possession of a mobile line: by a code in an SMS, or, for a data-only SIM, by its PUK and a code in
 * an e-mail. Then the account exists, and gets its first password (rules 27 to 32 of the FAQ).
 */
export async function employeeRegistration(input: EmployeeRegistrationInput): Promise<FlowView> {
  const registration = new Registration(input);
  const { run, proof, password } = registration;
  const { submitting: submitCode, resending: resendCode } = run.code;
  const steps: StepHandlers<'employeeRegistration'> = {
    submitPuk: proof.puk,
    submitCode,
    resendCode,
    setPassword: password,
  };
  return runFlow('employeeRegistration', run, steps, async () => {
    const line = await registration.checkLine();
    if (!line) return;
    const ending = await registration.proveLine(line);
    if (ending === 'proven') await registration.tellOwners(registration.createPassword());
    else run.endUnproven(ending);
  });
}

/** The steps of an employee's registration. */
class Registration {
  readonly run: CodeFlowRun<LineFinding>;
  readonly proof: LineProof;
  readonly password: PasswordStep;
  private formerOwner: readonly Notice[] = [];

  constructor(private readonly input: EmployeeRegistrationInput) {
    const { addressKey, application, figures } = input;
    const subjectKey = application.lineKey;
    const kind = { flow: 'employeeRegistration', purpose: 'registration', subjectKey, addressKey } as const;
    this.run = new CodeFlowRun(input, kind, effects);
    this.proof = new LineProof(this.run, application, effects);
    this.password = new PasswordStep(this.run.state, figures.passwordWindowMs, 'STEP_OUT_OF_ORDER');
  }

  /** @returns undefined when the start was refused: too many messages went to this line already */
  checkLine(): Promise<AdmittedLine | undefined> {
    const request = { ...this.request(), addressKey: this.input.addressKey };
    return this.run.admitted((whenLater) => atOnceOrLater(effects, (at) => at.checkLine(request), whenLater));
  }

  proveLine(line: AdmittedLine): Promise<CodeEnding> {
    return this.proof.untilItEnds(line, () => this.createAccount());
  }

  async createPassword(): Promise<void> {
    const notices = await this.password.untilItEnds();
    if (!notices) this.run.end('EXPIRED');
  }

  /** Tells the line and the mailbox: "not you?"; and, at once, whose account was closed for it. */
  async tellOwners(password: Promise<void>): Promise<void> {
    const { line, mailbox } = this.input.application;
    const welcome: readonly Notice[] = [
      { wording: 'employeeRegistered', channel: 'sms', address: line },
      { wording: 'employeeRegistered', channel: 'mail', address: mailbox, line },
    ];
    await Promise.all([
      sendNotices(this.run.about, this.formerOwner),
      password.then(() => sendNotices(this.run.about, welcome)),
    ]);
  }

  private async createAccount(): Promise<void> {
    const { locale, addressKey } = this.input;
    const request = { ...this.request(), locale, addressKey };
    const creation = await atOnceOrLater(effects, (at) => at.createEmployeeAccount(request));
    if (creation.outcome === 'refused') {
      this.run.state.reject(creation.refusal);
      throw refusalFailure(creation.refusal);
    }
    this.formerOwner = creation.notices;
    const { workflowId } = this.run;
    this.password.open({
      activation: 0,
      usePassword: (claimId, now) =>
        atOnceOrLater(effects, (at) => at.setFlowPassword({ workflowId, claimId, now })),
    });
  }

  private request() {
    const { flowId, application } = this.input;
    return { flowId, application, now: Date.now() };
  }
}
