import { z } from 'zod';
import type { Database } from '../database/database';
import { signsInByNetwork } from '../database/lineAssociations';
import { simKinds } from '../database/recordDocuments';
import { accountKinds } from '../database/accounts';
import { endpoint, operation, type Endpoint } from '../http/endpoint';
import { time } from '../http/schemas';
import type { DatabaseDeadline } from '../http/databaseDeadline';
import { signedInOf } from '../http/endpointCall';
import type { Whole } from '../../workflows/contracts/whole';

export interface AccountDependencies {
  readonly database: Pick<Database, 'lineAssociations'>;
  readonly databaseDeadline: DatabaseDeadline;
}

const accountSchema = z
  .object({
    username: z.string(),
    profile: z.enum(accountKinds),
    vatNumber: z.string().optional().meta({ description: "The company's, for its administrators." }),
    email: z.string().optional(),
    emailVerified: z.boolean().optional(),
    mobile: z.string().optional(),
    lines: z.array(
      z
        .object({
          line: z.string(),
          simKind: z.enum(simKinds),
          associatedAt: time,
          autologin: z.boolean().meta({ description: "Whether the network's recognition of it signs in." }),
        })
        .meta({ id: 'OwnLine' }),
    ),
  })
  .meta({ id: 'Account' });

export const readAccountOperation = operation({
  method: 'get',
  path: '/v1/account',
  operationId: 'readAccount',
  summary: 'Read the own account',
  session: 'readOwnAccount',
  success: { status: 200, description: 'The account.', schema: accountSchema },
  problems: [],
});

/** `GET /v1/account`: what the service has of the signed-in person. */
export function accountEndpoints({ database, databaseDeadline }: AccountDependencies): Endpoint[] {
  return [
    endpoint(readAccountOperation, async (request) => {
      const { account } = signedInOf(request);
      const { _id: accountId, username, kind, vatNumber, email, emailVerified } = account;
      const associated = database.lineAssociations.find({ accountId }).sort({ slot: 1 }).lean();
      const lines = await databaseDeadline.within(associated.exec());
      const body: Whole<z.output<typeof accountSchema>> = {
        username,
        profile: kind,
        vatNumber: kind === 'employee' ? undefined : vatNumber,
        email,
        emailVerified: email === undefined ? undefined : emailVerified,
        mobile: account.kind === 'employee' ? undefined : account.mobile,
        lines: lines.map((association) => ({
          line: association._id,
          simKind: association.simKind,
          associatedAt: association.associatedAt.toISOString(),
          autologin: signsInByNetwork(association),
        })),
      };
      return { status: 200, body };
    }),
  ];
}
