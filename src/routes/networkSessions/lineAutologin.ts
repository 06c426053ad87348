import { z } from 'zod';
import type { Database } from '../../database/database';
import { Problem } from '../../errors/problem';
import { endpoint, operation, type Endpoint } from '../../http/endpoint';
import { noBody } from '../../http/schemas';
import { normaliseLineNumber } from '../../identifiers/msisdn';
import type { DatabaseDeadline } from '../../http/databaseDeadline';
import type { SecurityEvents } from '../securityEvents';
import { signedInOf } from '../../http/endpointCall';

export interface LineAutologinDependencies {
  readonly database: Pick<Database, 'connection' | 'lineAssociations' | 'sessions'>;
  readonly databaseDeadline: DatabaseDeadline;
  readonly securityEvents: SecurityEvents;
}

const lineAutologinSchema = z.strictObject({ enabled: z.boolean() }).meta({ id: 'LineAutologin' });

export const switchAutologinOperation = operation({
  method: 'put',
  path: '/v1/account/lines/{line}/autologin',
  operationId: 'switchAutologin',
  summary: "Say whether the network's recognition of an own line signs in",
  description:
    'It does unless switched off; of a data-only SIM it does not unless switched on, since whoever is a guest of its router would be signed in. ' +
    "Off ends the account's sessions that the network began.",
  session: 'switchAutologin',
  body: lineAutologinSchema,
  success: { status: 204, description: 'Done.', schema: noBody },
  problems: ['NOT_FOUND'],
});

/** `PUT /v1/account/lines/{line}/autologin`. */
export function lineAutologinEndpoint({
  database,
  databaseDeadline,
  securityEvents,
}: LineAutologinDependencies): Endpoint {
  return endpoint(switchAutologinOperation, async (request) => {
    const signedIn = signedInOf(request);
    const { enabled } = request.body;
    const line = normaliseLineNumber(String(request.params['line']));
    const own = { _id: line ?? '', accountId: signedIn.account._id };
    const isOwn = await databaseDeadline.within(database.lineAssociations.exists(own).exec());
    if (line === undefined || !isOwn) throw new Problem('NOT_FOUND');
    await securityEvents.autologinSwitched(signedIn, line, enabled ? 'on' : 'off', request.addressKey);
    if (!(await databaseDeadline.within(switchAutologin(database, own, enabled))))
      throw new Problem('NOT_FOUND');
    return { status: 204, body: undefined };
  });
}

/**
 * Sessions do not keep their line: switching off ends all that the network began.
 *
 * @returns false where the line has left the account meanwhile
 */
function switchAutologin(
  { connection, lineAssociations, sessions }: LineAutologinDependencies['database'],
  own: { readonly _id: string; readonly accountId: string },
  autologin: boolean,
): Promise<boolean> {
  return connection.transaction(async (transaction) => {
    const { matchedCount } = await lineAssociations.updateOne(
      own,
      { $set: { autologin } },
      { session: transaction },
    );
    if (autologin || matchedCount === 0) return matchedCount === 1;
    const begunByNetwork = { accountId: own.accountId, assurance: 'network' } as const;
    await sessions.deleteMany(begunByNetwork, { session: transaction });
    return true;
  });
}
