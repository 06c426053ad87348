import { auditActorOf } from '../database/auditTrail';
import type { Database } from '../database/database';
import type { LineAssociation } from '../database/lineAssociations';
import { Problem } from '../errors/problem';
import { endpoint, operation, type Endpoint, type EndpointRequest } from '../http/endpoint';
import { noBody } from '../http/schemas';
import { normaliseLineNumber } from '../identifiers/msisdn';
import { unavailable } from '../temporal/flowFailures';
import type { LineReleases } from '../temporal/lineReleases';
import type { LineReleaseInput } from '../../workflows/contracts/lineRelease';
import type { DatabaseDeadline } from '../http/databaseDeadline';
import { signedInOf } from '../http/endpointCall';

export interface LineReleaseRouteDependencies {
  readonly database: Database;
  readonly databaseDeadline: DatabaseDeadline;
  readonly lineReleases: LineReleases;
}

/** Whose lines may be released: of the company, or of the own account. */
type Owned = Pick<LineAssociation, 'vatNumber'> | Pick<LineAssociation, 'accountId'>;

/** By an administrator of the company, and by the account's owner (rules 19 and 39 of the FAQ). */
export function lineReleaseEndpoints(dependencies: LineReleaseRouteDependencies): Endpoint[] {
  return [freeLine(dependencies), removeLine(dependencies)];
}

export const freeLineOperation = operation({
  method: 'delete',
  path: '/v1/company/lines/{line}/account',
  operationId: 'freeLine',
  summary: 'Free a line of the own company from its account',
  description:
    'Whoever has the account is told, and so is who frees the line. The account goes on under its other line, or ends with its only one.',
  session: 'freeLine',
  success: { status: 204, description: 'The line has no account any more.', schema: noBody },
  problems: ['NOT_FOUND'],
});

function freeLine(dependencies: LineReleaseRouteDependencies): Endpoint {
  return endpoint(freeLineOperation, async (request) => {
    const { vatNumber } = signedInOf(request).account;
    const association = await associationOf(dependencies, request, { vatNumber });
    return released(dependencies, request, association, 'byManager');
  });
}

export const removeLineOperation = operation({
  method: 'delete',
  path: '/v1/account/lines/{line}',
  operationId: 'removeLine',
  summary: 'Remove the second line from the own account',
  session: 'removeLine',
  success: { status: 204, description: 'The line is not part of the account any more.', schema: noBody },
  problems: ['NOT_FOUND', 'FIRST_LINE_STAYS'],
});

function removeLine(dependencies: LineReleaseRouteDependencies): Endpoint {
  return endpoint(removeLineOperation, async (request) => {
    const { _id: accountId, username } = signedInOf(request).account;
    const association = await associationOf(dependencies, request, { accountId });
    if (association._id === username) throw new Problem('FIRST_LINE_STAYS');
    return released(dependencies, request, association, 'byOwner');
  });
}

/** @throws Problem `NOT_FOUND` for a line that has no account, and for one of others */
async function associationOf(
  { database, databaseDeadline }: LineReleaseRouteDependencies,
  { params }: EndpointRequest<unknown>,
  owned: Owned,
): Promise<LineAssociation> {
  const _id = normaliseLineNumber(String(params['line']));
  if (_id === undefined) throw new Problem('NOT_FOUND');
  const found = database.lineAssociations.findOne({ _id, ...owned }).lean();
  const association = await databaseDeadline.within(found.exec());
  if (!association) throw new Problem('NOT_FOUND');
  return association;
}

async function released(
  { lineReleases }: LineReleaseRouteDependencies,
  request: EndpointRequest<unknown>,
  association: LineAssociation,
  reason: LineReleaseInput['reason'],
) {
  const { locale, addressKey } = request;
  const actor = auditActorOf(signedInOf(request).account);
  const view = await lineReleases.begin({ association, reason, actor, locale, addressKey });
  if (view?.status !== 'COMPLETED') throw unavailable(new Error('The release is under way.'));
  return { status: 204, body: undefined };
}
