import { workflowInfo } from '@temporalio/workflow';
import type { CodeFlow, CodeRoute, Recipient } from '../contracts/codes';
import type {
  EmployeeRegistrationEffects,
  EmployeeRegistrationInput,
  LineFinding,
  LineVerdict,
} from '../contracts/employeeRegistration';
import { workflowIdOf, type FlowView } from '../contracts/flow';
import type { Notice } from '../contracts/notices';
import { CodeChallenge, type CodeEnding } from '../steps/codeChallenge';
import { CodeDelivery } from '../steps/codeDelivery';
import { FlowPassword } from '../steps/flowPassword';
import { FlowState } from '../steps/flowState';
import { sendNotices } from '../steps/notices';
import { atOnceOrLater, effectsOf } from '../steps/patience';
import { PukProof } from '../steps/pukProof';
import { refusing } from '../steps/refusing';
import { StartAnswer } from '../steps/startAnswer';

const effects = effectsOf<EmployeeRegistrationEffects>();

type AdmittedLine = Extract<LineVerdict, { outcome: 'admitted' }>;

/** The steps of an employee's registration, with the state that they share. */
export class Registration {
  private readonly about: CodeFlow;
  private readonly flow: FlowState;
  private readonly start: StartAnswer;
  private readonly puk: PukProof;
  private readonly code: CodeChallenge;
  private readonly password: FlowPassword;
  private readonly endsAt: number;
  private finding: LineFinding | undefined;
  private formerOwner: readonly Notice[] = [];

  constructor(private readonly input: EmployeeRegistrationInput) {
    const { flowId, supportReference, subject, locale, addressKey, application, figures } = input;
    const flow = 'employeeRegistration';
    const subjectKey = application.lineKey;
    const runId = workflowInfo().firstExecutionRunId;
    this.about = {
      flow,
      flowId,
      runId,
      purpose: 'registration',
      subjectKey,
      addressKey,
      locale,
      supportReference,
    };
    this.flow = new FlowState({ flow, flowId, supportReference, subject }, () => this.finding);
    this.start = new StartAnswer(this.flow);
    this.puk = new PukProof(this.flow);
    this.code = new CodeChallenge(this.flow, this.about, figures, effects);
    this.password = new FlowPassword(this.flow, figures.passwordWindowMs);
    this.endsAt = this.code.open();
  }

  view(): FlowView {
    return this.flow.view();
  }

  /** @returns undefined when the start was refused: too many messages went to this line already */
  async checkLine(): Promise<AdmittedLine | undefined> {
    const request = { ...this.request(), addressKey: this.input.addressKey };
    const verdict = await atOnceOrLater(effects, (at) => at.checkLine(request), this.start.waitNoLonger);
    if (verdict.outcome === 'refused') {
      this.flow.reject(verdict.refusal);
      return undefined;
    }
    this.finding = verdict.finding;
    return verdict;
  }

  async proveLine({ route, hint }: AdmittedLine): Promise<CodeEnding> {
    if (hint) this.sendHint(hint);
    if (this.input.application.simKind === 'voice') this.beginCode(route);
    else if (!(await this.provePuk(route))) return this.flow.status === 'REJECTED' ? 'spent' : 'expired';
    return this.code.untilItEnds();
  }

  async createPassword(): Promise<void> {
    const ending = await this.password.untilItEnds();
    if (ending.outcome === 'lapsed') this.flow.enter({ status: 'EXPIRED' });
  }

  /** Tells the line and the mailbox: "not you?"; and, at once, whose account was closed for it. */
  async tellOwners(password: Promise<void>): Promise<void> {
    const { line, mailbox } = this.input.application;
    const welcome: readonly Notice[] = [
      { wording: 'employeeRegistered', channel: 'sms', address: line },
      { wording: 'employeeRegistered', channel: 'mail', address: mailbox, line },
    ];
    await Promise.all([
      sendNotices(this.about, this.formerOwner),
      password.then(() => sendNotices(this.about, welcome)),
    ]);
  }

  endUnproven(ending: CodeEnding): void {
    if (this.flow.status === 'REJECTED') return;
    if (ending === 'spent') this.flow.reject({ code: 'ATTEMPTS_SPENT' });
    else this.end('EXPIRED');
  }

  end(status: 'EXPIRED' | 'CANCELLED'): void {
    if (this.flow.status !== 'COMPLETED') this.flow.enter({ status });
  }

  /** Tells the owner of the line what to do, unseen by who asked; it counts as message 0 and carries no code. */
  private sendHint(hint: Recipient): void {
    const freshUntil = Date.now() + this.input.figures.smsCodeLifeMs;
    new CodeDelivery(this.about).deliverUnseen(hint, { issue: 0, number: 0, freshUntil });
  }

  private beginCode(route: CodeRoute, requestedAt?: number): void {
    this.code.begin(route, () => this.createAccount(), requestedAt);
  }

  private provePuk(route: CodeRoute): Promise<boolean> {
    const { provable } = route;
    return this.puk.untilProven(this.endsAt, () => this.code.isExpired || this.flow.status === 'REJECTED', {
      verify: (typed, tryId, now) => {
        const request = { ...this.request(), provable, typed, tryId, now };
        return atOnceOrLater(effects, (at) => at.verifyPuk(request));
      },
      whenProven: async () => {
        const request = { flow: this.about, route, request: 1, now: Date.now() };
        const refusal = await atOnceOrLater(effects, (at) => at.takeMessage(request));
        if (refusal) {
          this.flow.reject(refusal);
          throw refusing(refusal);
        }
        this.beginCode(route, request.now);
      },
    });
  }

  private async createAccount(): Promise<void> {
    const request = { ...this.request(), locale: this.input.locale };
    const creation = await atOnceOrLater(effects, (at) => at.createEmployeeAccount(request));
    if (creation.outcome === 'refused') {
      this.flow.reject(creation.refusal);
      throw refusing(creation.refusal);
    }
    this.formerOwner = creation.notices;
    this.password.open((claimId, now) => {
      const taken = { workflowId: workflowIdOf('employeeRegistration', this.input.flowId), claimId, now };
      return atOnceOrLater(effects, (at) => at.setFlowPassword(taken));
    });
  }

  private request() {
    const { flowId, application } = this.input;
    return { flowId, application, now: Date.now() };
  }
}
