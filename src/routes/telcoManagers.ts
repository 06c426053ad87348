import { z } from 'zod';
import type { TelcoManager } from '../database/accounts';
import { auditActorOf } from '../database/auditTrail';
import type { Database } from '../database/database';
import { Problem } from '../errors/problem';
import { endpoint, operation, type Endpoint, type EndpointRequest } from '../http/endpoint';
import { pageSize, time, noBody } from '../http/schemas';
import { usernameForm } from '../identifiers/accountName';
import type { AccountDeletions } from '../temporal/accountDeletions';
import type { Flows } from '../temporal/flows';
import { deliveries, type Delivery } from '../../workflows/contracts/flow';
import { signedInOf } from '../http/endpointCall';
import { deliveriesTo, type DeliveryDependencies } from './telcoManagers/deliveries';
import { invitationOf, Managers, managerStatuses, statusOf } from './telcoManagers/managers';
import type { Whole } from '../../workflows/contracts/whole';

export interface TelcoManagerDependencies extends DeliveryDependencies {
  readonly database: Pick<Database, 'telcoManagers' | 'sendRecords'>;
  readonly flows: Flows;
  readonly accountDeletions: AccountDeletions;
}

const mostManagersAPage = 100;
const managersAPage = 50;
const retryAfterSeconds = 5;

const querySchema = z.strictObject({
  cursor: z.string().regex(usernameForm).optional().meta({ description: '`nextCursor` of the page before.' }),
  limit: pageSize('Managers', { most: mostManagersAPage, usual: managersAPage }),
});

const managerSchema = z
  .object({
    id: z.string().meta({ description: 'Names the manager in paths.' }),
    username: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    email: z.string(),
    mobile: z.string(),
    status: z.enum(managerStatuses).meta({
      description: '`expired`: the link was not used in time; invite again, or delete.',
    }),
    delivery: z.enum(deliveries).optional().meta({
      description:
        'Of the latest mail of an invitation that was not used. `UNDELIVERABLE`: the mailbox refuses for good; delete, and invite with another address. Absent before the first try, and a week after the last.',
    }),
    since: time.meta({ description: 'Since when the status is this one.' }),
    invitedAt: time.meta({ description: 'When the latest invitation began.' }),
  })
  .meta({ id: 'TelcoManager' });

const managersSchema = z
  .object({
    telcoManagers: z.array(managerSchema),
    nextCursor: z.string().optional().meta({ description: 'Absent on the last page.' }),
  })
  .meta({ id: 'TelcoManagers' });

/** `/v1/telco-managers`: the managers of the User Admin's company (rules 15 and 18 to 21 of the FAQ). */
export function telcoManagerEndpoints(dependencies: TelcoManagerDependencies): Endpoint[] {
  const managers = new Managers(dependencies);
  return [listManagers(dependencies, managers), deleteManager(dependencies, managers)];
}

export const listTelcoManagersOperation = operation({
  method: 'get',
  path: '/v1/telco-managers',
  operationId: 'listTelcoManagers',
  summary: "List the company's Telco Managers",
  description: 'Page by page, in the order of their usernames.',
  session: 'readTelcoManagers',
  query: querySchema,
  success: { status: 200, description: 'A page of managers.', schema: managersSchema },
  problems: [],
});

function listManagers(dependencies: DeliveryDependencies, managers: Managers): Endpoint {
  return endpoint(listTelcoManagersOperation, async (request) => {
    const { cursor: after, limit = managersAPage } = request.query;
    const found = await managers.list(request, { after, limit });
    const page = found.slice(0, limit);
    const next = found.length > limit ? page.at(-1)?.username : undefined;
    const delivered = await deliveriesTo(dependencies, page);
    const telcoManagers = page.map((manager) => viewOf(manager, delivered.get(manager._id)));
    const body = { telcoManagers, ...(next !== undefined && { nextCursor: next }) };
    return { status: 200, body };
  });
}

export const deleteTelcoManagerOperation = operation({
  method: 'delete',
  path: '/v1/telco-managers/{managerId}',
  operationId: 'deleteTelcoManager',
  summary: 'Delete a Telco Manager',
  description:
    'At any point: sessions and password end, the link of a running invitation is void, and the username is free. ' +
    'Every User Admin of the company may, whoever invited.',
  session: 'manageTelcoManagers',
  success: { status: 204, description: 'Deleted.', schema: noBody },
  problems: ['NOT_FOUND'],
});

function deleteManager(dependencies: TelcoManagerDependencies, managers: Managers): Endpoint {
  return endpoint(deleteTelcoManagerOperation, async (request) => {
    await deleteAccount(dependencies, request, await managers.named(request));
    return { status: 204, body: undefined };
  });
}

/** Answers once the account is gone; its invitation ends by itself, at the latest when it is used. */
async function deleteAccount(
  { flows, accountDeletions }: TelcoManagerDependencies,
  request: EndpointRequest<unknown>,
  manager: TelcoManager,
): Promise<void> {
  const { locale, addressKey } = request;
  const actor = auditActorOf(signedInOf(request).account);
  const wish = { account: manager, reason: 'byUserAdmin', actor, locale, addressKey } as const;
  const { status } = await accountDeletions.begin(wish);
  if (status !== 'COMPLETED') throw new Problem('TEMPORARILY_UNAVAILABLE', { retryAfterSeconds });
  const invitation = manager.status === 'reserved' ? invitationOf(manager) : undefined;
  if (invitation) await flows.supersede(invitation);
}

function viewOf(
  manager: TelcoManager,
  delivery: Delivery | undefined,
): Whole<z.output<typeof managerSchema>> {
  const { _id: id, username, firstName, lastName, email, mobile } = manager;
  const { reservedAt, activatedAt, invitationEndedAt } = manager;
  const since = activatedAt ?? invitationEndedAt ?? reservedAt;
  return {
    ...{ id, username, firstName, lastName, email, mobile },
    status: statusOf(manager),
    delivery,
    since: since.toISOString(),
    invitedAt: reservedAt.toISOString(),
  };
}
