import { inSession } from '../../api/support/requests';
import { recordAdministrator, signIn } from './accounts';
import { recordCompany } from './company';
import { tokenIn, type Answered, type WholeService } from './wholeService';

const path = '/v1/telco-managers';

/** A User Admin who is signed in, with the managers of the company. */
export class Managers {
  private constructor(
    private readonly service: WholeService,
    private readonly session: string,
    readonly userAdmin: { readonly email?: string | undefined },
  ) {}

  static async of(service: WholeService, company: number, password: string): Promise<Managers> {
    await recordCompany(service.database, company);
    const userAdmin = await recordAdministrator(service, 'userAdmin', company);
    const passwordHash = await service.api.context.passwordHashing.hash(password);
    await service.database.accounts.updateOne({ username: userAdmin.username }, { $set: { passwordHash } });
    const { body } = await signIn(service, userAdmin.username, password);
    return new Managers(service, String(body['token']), userAdmin);
  }

  invite(profile: object): Promise<Answered> {
    return this.service.post(path, profile, { session: this.session });
  }

  inviteAgain(id: string, body: object = {}, key = crypto.randomUUID()): Promise<Answered> {
    return this.service.post(`${path}/${id}/invitation`, body, { session: this.session, key });
  }

  async list(): Promise<unknown> {
    return (await this.service.get(path, '', this.session)).body['telcoManagers'];
  }

  async delete(id: string): Promise<number> {
    const headers = { Authorization: `Bearer ${this.session}` };
    return (await this.service.api.send(inSession('DELETE', `${path}/${id}`, headers))).status;
  }

  /** By the link of the manager's mail of this number: the flow, and the token that may set the password. */
  async activated(mailbox: string, mail: number): Promise<{ readonly path: string; readonly token: string }> {
    const token = tokenIn((await this.service.mailsTo(mailbox, mail))[mail - 1]);
    const { body } = await this.service.post('/v1/activations', { token });
    return { path: `/v1/flows/${String(body['flowId'])}/password`, token: String(body['flowToken']) };
  }
}
