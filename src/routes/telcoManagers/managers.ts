import type { TelcoManager } from '../../database/accounts';
import type { Database } from '../../database/database';
import { Problem } from '../../errors/problem';
import type { EndpointRequest } from '../../http/endpoint';
import type { FlowReference } from '../../temporal/flows';
import type { DatabaseDeadline } from '../../http/databaseDeadline';
import { signedInOf } from '../../http/endpointCall';

export const managerStatuses = ['invited', 'expired', 'active'] as const;
type ManagerStatus = (typeof managerStatuses)[number];

const flow = 'telcoManagerInvitation';

export interface ManagersDependencies {
  readonly database: Pick<Database, 'telcoManagers'>;
  readonly databaseDeadline: DatabaseDeadline;
}

/** The Telco Managers of the signed-in User Admin's company; those of another company are not there. */
export class Managers {
  constructor(private readonly dependencies: ManagersDependencies) {}

  /** The one that the path names. @throws Problem `NOT_FOUND` */
  async named(request: EndpointRequest<unknown>): Promise<TelcoManager> {
    const { vatNumber } = signedInOf(request).account;
    const _id = String(request.params['managerId']);
    const found = this.dependencies.database.telcoManagers.findOne({ _id, vatNumber }).lean();
    const manager = await this.dependencies.databaseDeadline.within(found.exec());
    if (!manager) throw new Problem('NOT_FOUND');
    return manager;
  }

  /** Up to `limit` and one more, in the order of their usernames. */
  async list(
    request: EndpointRequest<unknown>,
    { after, limit }: { readonly after: string | undefined; readonly limit: number },
  ): Promise<TelcoManager[]> {
    const { vatNumber } = signedInOf(request).account;
    const found = this.dependencies.database.telcoManagers
      .find({ vatNumber, ...(after !== undefined && { username: { $gt: after } }) })
      .sort({ username: 1 })
      .limit(limit + 1)
      .lean();
    return this.dependencies.databaseDeadline.within(found.exec());
  }
}

/** `expired`: the invitation is over, unused; the username stays reserved until it is invited again or deleted. */
export function statusOf({ status, invitationEndedAt }: TelcoManager): ManagerStatus {
  if (status === 'active') return 'active';
  return invitationEndedAt ? 'expired' : 'invited';
}

/** The flow of a manager's latest invitation; undefined for an account without one. */
export function invitationOf({ heldBy }: TelcoManager): FlowReference | undefined {
  const [name, flowId] = heldBy.split('/');
  return name === flow && flowId !== undefined ? { flow, flowId } : undefined;
}
