import type { CodeRoute, Recipient } from '../contracts/codes';
import type {
  EmployeeRegistrationEffects,
  EmployeeRegistrationInput,
  LineFinding,
  LineVerdict,
} from '../contracts/employeeRegistration';
import type { Notice } from '../contracts/notices';
import type { CodeEnding } from '../steps/codeChallenge';
import { CodeDelivery } from '../steps/codeDelivery';
import { CodeFlowRun } from '../steps/codeFlow';
import { FlowPassword } from '../steps/flowPassword';
import { sendNotices } from '../steps/notices';
import { atOnceOrLater, effectsOf } from '../steps/patience';
import { PukProof } from '../steps/pukProof';
import { refusing } from '../steps/refusing';

const effects = effectsOf<EmployeeRegistrationEffects>();

type AdmittedLine = Extract<LineVerdict, { outcome: 'admitted' }>;

/** The steps of an employee's registration. */
export class Registration {
  readonly run: CodeFlowRun<LineFinding>;
  private readonly puk: PukProof;
  private readonly password: FlowPassword;
  private formerOwner: readonly Notice[] = [];

  constructor(private readonly input: EmployeeRegistrationInput) {
    const { addressKey, application, figures } = input;
    const subjectKey = application.lineKey;
    const kind = { flow: 'employeeRegistration', purpose: 'registration', subjectKey, addressKey } as const;
    this.run = new CodeFlowRun(input, kind, effects);
    this.puk = new PukProof(this.run.state);
    this.password = new FlowPassword(this.run.state, figures.passwordWindowMs);
  }

  /** @returns undefined when the start was refused: too many messages went to this line already */
  checkLine(): Promise<AdmittedLine | undefined> {
    const request = { ...this.request(), addressKey: this.input.addressKey };
    return this.run.admitted((whenLater) => atOnceOrLater(effects, (at) => at.checkLine(request), whenLater));
  }

  async proveLine({ route, hint }: AdmittedLine): Promise<CodeEnding> {
    if (hint) this.sendHint(hint);
    if (this.input.application.simKind === 'voice') this.beginCode(route);
    else if (!(await this.provePuk(route))) return this.run.state.status === 'REJECTED' ? 'spent' : 'expired';
    return this.run.code.untilItEnds();
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

  /** Tells the owner of the line what to do, unseen by who asked; it counts as message 0 and carries no code. */
  private sendHint(hint: Recipient): void {
    const freshUntil = Date.now() + this.input.figures.smsCodeLifeMs;
    new CodeDelivery(this.run.about).deliverUnseen(hint, { issue: 0, number: 0, freshUntil });
  }

  private beginCode(route: CodeRoute, requestedAt?: number): void {
    this.run.code.begin(route, () => this.createAccount(), requestedAt);
  }

  private provePuk(route: CodeRoute): Promise<boolean> {
    const { provable } = route;
    return this.puk.untilProven(
      this.run.endsAt,
      () => this.run.code.isExpired || this.run.state.status === 'REJECTED',
      {
        verify: (typed, tryId, now) => {
          const request = { ...this.request(), provable, typed, tryId, now };
          return atOnceOrLater(effects, (at) => at.verifyPuk(request));
        },
        whenProven: async () => {
          const request = { flow: this.run.about, route, request: 1, now: Date.now() };
          const refusal = await atOnceOrLater(effects, (at) => at.takeMessage(request));
          if (refusal) {
            this.run.state.reject(refusal);
            throw refusing(refusal);
          }
          this.beginCode(route, request.now);
        },
      },
    );
  }

  private async createAccount(): Promise<void> {
    const request = { ...this.request(), locale: this.input.locale };
    const creation = await atOnceOrLater(effects, (at) => at.createEmployeeAccount(request));
    if (creation.outcome === 'refused') {
      this.run.state.reject(creation.refusal);
      throw refusing(creation.refusal);
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
