import { randomUUID } from 'node:crypto';
import { jsonOf } from '../../api/support/rawHttp';
import { inSession, post } from '../../api/support/requests';
import { codeIn } from './codeFlow';
import { recordLine } from './lines';
import { tokenIn, type WholeService } from './wholeService';

interface Registered {
  readonly line: string;
  readonly password: string;
  /** Of the active User Admin of some company. */
  readonly userAdmin: { readonly username: string; readonly password: string };
}

const typedAsUsername = 'canarino nella casella sbagliata';
const laterPassword = 'canarino sulla gronda di casa';
const manager = {
  username: 'PettirossoGestore',
  firstName: 'Canariella',
  lastName: 'Piumagialla',
  email: 'canariella.piumagialla@azienda.example',
  mobile: '+393209876543',
};
const managersPassword = 'canarino in ufficio da solo';
const newMailbox = 'pettirosso.nuovo@azienda.example';

/** Everything that is done with accounts, up to the deletion of the employee's own. */
export class AccountStory {
  readonly tokens: Record<string, string> = {};
  private session = '';

  constructor(
    private readonly service: WholeService,
    private readonly registered: Registered,
    private readonly secondLine: string,
  ) {}

  static async livedThrough(
    service: WholeService,
    registered: Registered,
    number: number,
  ): Promise<AccountStory> {
    const story = new AccountStory(service, registered, await recordLine(service, number));
    await story.signIn(typedAsUsername, registered.password, 401);
    await story.inviteManager();
    await story.signIn(registered.line, registered.password);
    await story.stepUp();
    await story.changeMailbox();
    await story.associateSecondLine();
    await story.changePassword();
    await story.deleteAccount();
    return story;
  }

  get secrets(): Record<string, string> {
    return { typedAsUsername, laterPassword, managersPassword, ...this.tokens };
  }

  get personal(): Record<string, string> {
    return {
      ...this.erased,
      ...manager,
      nationalMobile: manager.mobile.slice(3),
      secondLine: this.secondLine,
    };
  }

  /** Of the employee whose account is gone. */
  get erased(): Record<string, string> {
    return { newMailbox };
  }

  private async signIn(username: string, password: string, status = 201): Promise<void> {
    const answer = await this.ask('POST', '/v1/sessions', { username, password }, status);
    if (status !== 201) return;
    this.session = this.keep('token', answer['token']);
    this.keep('deviceToken', answer['deviceToken']);
  }

  private async stepUp(): Promise<void> {
    const { password } = this.registered;
    const raised = await this.ask('POST', '/v1/sessions/current/step-up', { password }, 200);
    this.session = this.keep('raised', raised['token']);
  }

  private async inviteManager(): Promise<void> {
    const { username, password } = this.registered.userAdmin;
    await this.signIn(username, password);
    await this.ask('POST', '/v1/telco-managers', manager, 202);
    const token = tokenIn((await this.service.mailsTo(manager.email, 1))[0]);
    this.keep('invitation', token.slice(22));
    const activated = await this.service.post('/v1/activations', { token });
    const flowToken = String(activated.body['flowToken']);
    this.keep('managersFlow', flowToken.split('.').at(-1));
    const path = `/v1/flows/${String(activated.body['flowId'])}/password`;
    const set = await this.service.post(path, { password: managersPassword }, { token: flowToken });
    expect(set.status).toBe(200);
    await this.service.mailsTo(manager.email, 2);
  }

  private async changeMailbox(): Promise<void> {
    const started = await this.ask(
      'POST',
      '/v1/contact-changes',
      { email: newMailbox, password: this.registered.password },
      202,
    );
    await this.submitCode(started, codeIn((await this.service.mailsTo(newMailbox, 1))[0]?.text));
  }

  private async associateSecondLine(): Promise<void> {
    const started = await this.ask('POST', '/v1/sim-associations', { line: this.secondLine }, 202);
    await this.submitCode(started, codeIn((await this.service.textsTo(this.secondLine, 1))[0]));
  }

  private async changePassword(): Promise<void> {
    const { line, password: currentPassword } = this.registered;
    await this.ask('PUT', '/v1/account/password', { currentPassword, password: laterPassword }, 204);
    await this.signIn(line, laterPassword);
  }

  private async deleteAccount(): Promise<void> {
    const before = (await this.service.mailsTo(newMailbox, 1)).length;
    const ended = await this.ask('POST', '/v1/account/deletion', { password: laterPassword }, 202);
    await this.service.mailsTo(newMailbox, before + 1);
    await this.service.untilDone(`accountDeletion/${String(ended['flowId'])}`, 'sendNotices');
  }

  private async submitCode(started: Record<string, unknown>, code: string): Promise<void> {
    const flowToken = String(started['flowToken']);
    this.keep(`${String(started['flow'])}Flow`, flowToken.split('.').at(-1));
    const done = await this.ask(
      'POST',
      `/v1/flows/${String(started['flowId'])}/code`,
      { code },
      200,
      flowToken,
    );
    expect(done['status']).toBe('COMPLETED');
  }

  private async ask(
    method: 'POST' | 'PUT',
    path: string,
    body: object,
    status: number,
    flowToken = '',
  ): Promise<Record<string, unknown>> {
    const headers = {
      Authorization: `Bearer ${this.session}`,
      ...(flowToken && { 'Flow-Token': flowToken }),
    };
    const request =
      method === 'POST'
        ? post(path, body, headers)
        : {
            ...inSession(method, path, {
              ...headers,
              'Content-Type': 'application/json',
              'Idempotency-Key': randomUUID(),
            }),
            body: JSON.stringify(body),
          };
    const answer = await this.service.api.send(request);
    expect([path, answer.status]).toEqual([path, status]);
    return answer.text === '' ? {} : jsonOf(answer);
  }

  private keep(name: string, secret: unknown): string {
    const text = String(secret);
    this.tokens[`${name} ${Object.keys(this.tokens).length}`] = text;
    return text;
  }
}
