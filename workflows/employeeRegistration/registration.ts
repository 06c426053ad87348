import type {
  EmployeeRegistrationEffects,
  EmployeeRegistrationInput,
} from '../contracts/employeeRegistration';
import type { AdmittedLine, LineFinding } from '../contracts/lines';
import type { Notice } from '../contracts/notices';
import type { CodeEnding } from '../steps/codeChallenge';
import { CodeFlowRun } from '../steps/codeFlow';
import { FlowPassword } from '../steps/flowPassword';
import { LineProof } from '../steps/lineProof';
import { sendNotices } from '../steps/notices';
import { atOnceOrLater, effectsOf } from '../steps/localThenRegular';
import { refusalFailure } from '../steps/refusalFailure';

const effects = effectsOf<EmployeeRegistrationEffects>();

/** The steps of an employee's registration. */
export class Registration {
  readonly run: CodeFlowRun<LineFinding>;
  private readonly proof: LineProof;
  private readonly password: FlowPassword;
  private formerOwner: readonly Notice[] = [];

  constructor(private readonly input: EmployeeRegistrationInput) {
    const { addressKey, application, figures } = input;
    const subjectKey = application.lineKey;
    const kind = { flow: 'employeeRegistration', purpose: 'registration', subjectKey, addressKey } as const;
    this.run = new CodeFlowRun(input, kind, effects);
    this.proof = new LineProof(this.run, application, effects);
    this.password = new FlowPassword(this.run.state, figures.passwordWindowMs);
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
    const ending = await this.password.untilItEnds();
    if (ending.outcome === 'lapsed') this.run.end('EXPIRED');
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
    this.password.open((claimId, now) => {
      const taken = { workflowId: this.run.workflowId, claimId, now };
      return atOnceOrLater(effects, (at) => at.setFlowPassword(taken));
    });
  }

  private request() {
    const { flowId, application } = this.input;
    return { flowId, application, now: Date.now() };
  }
}
