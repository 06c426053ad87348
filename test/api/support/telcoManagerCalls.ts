import { randomUUID } from 'node:crypto';
import { Problem } from '../../../src/errors/problem';
import type { ProblemCode } from '../../../src/errors/catalogue';
import type { TelcoManagerInvitationInput } from '../../../workflows/contracts/telcoManagerInvitation';
import { jsonOf, type RawAnswer } from './rawHttp';
import { inSession, managerId, post, sessionToken } from './requests';
import type { TestApi } from './testApi';

const path = '/v1/telco-managers';
const asAdministrator = { Authorization: `Bearer ${sessionToken}` };

export function codeOf(answer: RawAnswer): unknown {
  return jsonOf(answer)['code'];
}

/** What a User Admin does with Telco Managers. */
export class TelcoManagerCalls {
  constructor(private readonly api: TestApi) {}

  invite(body: object, key: string = randomUUID()): Promise<RawAnswer> {
    return this.api.send(post(path, body, { ...asAdministrator, 'Idempotency-Key': key }));
  }

  inviteAgain(body: object = {}, key: string = randomUUID(), id = managerId): Promise<RawAnswer> {
    const headers = { ...asAdministrator, 'Idempotency-Key': key };
    return this.api.send(post(`${path}/${id}/invitation`, body, headers));
  }

  async list(query = ''): Promise<Record<string, unknown>> {
    return jsonOf(await this.api.send(inSession('GET', path + query)));
  }

  delete(id = managerId): Promise<RawAnswer> {
    return this.api.send(inSession('DELETE', `${path}/${id}`));
  }

  /** What the only flow that was started got. */
  get input(): TelcoManagerInvitationInput {
    const [start, ...more] = this.api.flows.starts;
    if (!start || more.length > 0) throw new Error('Not one flow was started.');
    return start.input as TelcoManagerInvitationInput;
  }

  /** The next resend is refused. */
  resendFails(code: ProblemCode): void {
    jest.spyOn(this.api.flows, 'step').mockRejectedValueOnce(new Problem(code));
  }
}
