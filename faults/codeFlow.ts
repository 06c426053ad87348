import type { EmployeeLine } from '../stand/extract';
import type { MessageChannel } from '../workflows/contracts/channels';
import { FlowClient, type Step, type World } from './flowClient';

/** What a flow with a code is about. */
interface CodePlan {
  readonly flow: 'employeeRegistration' | 'passwordRecovery' | 'newDeviceConfirmation';
  readonly path: string;
  readonly body: unknown;
  readonly line: EmployeeLine;
  /** The registration whose account it works on. */
  readonly before?: CodeFlow;
  /** Where a right code leads: to a password, which a notice tells of, or to a session. */
  readonly noticeWording?: 'employeeRegistered' | 'passwordChanged';
}

/** A flow that a code proves: of a voice line by SMS, of a data-only SIM by its PUK and a mail. One wrong code goes before the right one. */
export class CodeFlow extends FlowClient {
  protected readonly resendPath = 'code/resend';

  private constructor(
    world: World,
    private readonly plan: CodePlan,
    copies: number,
  ) {
    super(world, plan.flow, copies);
  }

  static registering(world: World, line: EmployeeLine, copies = 1): CodeFlow {
    const { msisdn, email, simKind } = line;
    const body = { line: msisdn, email, simKind };
    const path = '/v1/employee-registrations';
    const plan = { flow: 'employeeRegistration', path, body, line } as const;
    return new CodeFlow(world, { ...plan, noticeWording: 'employeeRegistered' }, copies);
  }

  /** Recovers the password of an account that is registered first. */
  static recovering(world: World, line: EmployeeLine, copies = 1): CodeFlow {
    const before = CodeFlow.registering(world, line);
    const path = '/v1/password-recoveries';
    const plan = { flow: 'passwordRecovery', path, body: { username: line.msisdn }, line, before } as const;
    return new CodeFlow(world, { ...plan, noticeWording: 'passwordChanged' }, copies);
  }

  /** Signs in by password and code to an account that is registered first. */
  static signingIn(world: World, line: EmployeeLine, copies = 1): CodeFlow {
    const before = CodeFlow.registering(world, line);
    const path = '/v1/new-device-confirmations';
    const body = { username: line.msisdn, password: before.password };
    return new CodeFlow(world, { flow: 'newDeviceConfirmation', path, body, line, before }, copies);
  }

  /** Whether it ends with a password of its own. */
  get setsPassword(): boolean {
    return this.plan.noticeWording !== undefined;
  }

  get line(): EmployeeLine {
    return this.plan.line;
  }

  override get before(): CodeFlow | undefined {
    return this.plan.before;
  }

  get recordNames(): readonly string[] {
    const { noticeWording } = this.plan;
    const codes = Array.from({ length: this.resends + 1 }, (_, n) => `code/${n + 1}`);
    return noticeWording ? [...codes, `${noticeWording}-sms-0/1`, `${noticeWording}-mail-1/1`] : codes;
  }

  addressOn(channel: MessageChannel): string {
    return { sms: this.line.msisdn, mail: this.line.email }[channel];
  }

  protected readonly steps: ReadonlyMap<Step, () => Promise<unknown>> = new Map([
    ['account', async () => this.before?.take('notice')],
    ['start', () => this.start(this.plan.path, this.plan.body)],
    ['puk', () => this.submitPuk()],
    ['message', () => this.untilSent()],
    ['wrongCode', async () => this.submitCode('wrongCode', another(await this.code()))],
    ['code', async () => this.submitCode('code', await this.code())],
    ['password', async () => this.setsPassword && this.setPassword(this.startToken)],
    ['notice', async () => this.setsPassword && this.untilTold()],
  ]);

  private get isByMail(): boolean {
    return this.line.simKind === 'data-only';
  }

  /** How many flows have told of this line by the end of this one. */
  private get place(): number {
    return this.before ? 2 : 1;
  }

  private async submitPuk(): Promise<void> {
    if (!this.isByMail) return;
    await this.until(async () => (await this.view()).status === 'AWAITING_PUK');
    const path = `/v1/flows/${this.flowId}/puk`;
    await this.insist('puk', { path, body: { puk: this.line.puk }, flowToken: this.startToken });
  }

  /** The last one that came; for a recovery the registration's came before it. */
  private code(): Promise<string> {
    const { mailbox, phone } = this.world;
    return this.until(async () => {
      if (this.isByMail) return mailbox.codeFor(this.addressOn('mail'));
      return (await phone.codesFor(this.addressOn('sms')))[this.place - 1];
    });
  }

  private async submitCode(asked: 'wrongCode' | 'code', code: string): Promise<void> {
    await this.insist(asked, {
      path: `/v1/flows/${this.flowId}/${this.setsPassword ? 'code' : 'session'}`,
      body: { code },
      flowToken: this.startToken,
      ...(asked === 'wrongCode' && { refusedAs: 'CODE_WRONG' }),
    });
  }

  private async untilTold(): Promise<void> {
    const { mailbox, phone } = this.world;
    await this.until(async () => {
      const texts = await phone.noticesFor(this.addressOn('sms'));
      return texts >= this.place && (await mailbox.noticesFor(this.addressOn('mail'))) >= this.place;
    });
  }
}

/** Of the same form, and wrong. */
function another(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}
