import type { RegistrationBody } from '../stand/extract';
import type { MessageChannel } from '../workflows/contracts/channels';
import { FlowClient, type Step, type World } from './flowClient';

/** The registration of a company's User Admin. */
export class CompanyFlow extends FlowClient {
  protected readonly resendPath = 'link/resend';
  private passwordToken = '';

  constructor(
    world: World,
    readonly company: RegistrationBody,
    copies = 1,
  ) {
    super(world, 'userAdminRegistration', copies);
  }

  get recordNames(): readonly string[] {
    return ['registered/1', ...Array.from({ length: this.resends + 1 }, (_, n) => `activation/${n + 1}`)];
  }

  addressOn(channel: MessageChannel): string {
    const { email, mobile } = this.company.legalRepresentative;
    return { sms: mobile, mail: email }[channel];
  }

  protected readonly steps: ReadonlyMap<Step, () => Promise<void>> = new Map([
    ['start', () => this.start('/v1/user-admin-registrations', this.company)],
    ['message', () => this.untilSent()],
    ['activation', () => this.activate()],
    ['password', () => this.setPassword(this.passwordToken)],
    ['notice', () => this.untilTold()],
  ]);

  private async activate(): Promise<void> {
    const { mailbox } = this.world;
    const token = await this.until(() => mailbox.activationTokenFor(this.addressOn('mail')));
    const { flowToken } = await this.insist('activation', { path: '/v1/activations', body: { token } });
    this.passwordToken = flowToken ?? '';
  }

  private async untilTold(): Promise<void> {
    const { mailbox } = this.world;
    await this.until(async () => (await mailbox.noticesFor(this.addressOn('mail'))) > 0);
  }
}
