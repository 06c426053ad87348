import { z } from 'zod';
import type { Figures } from '../config/figures';
import type { Account, ContactReplacement } from '../database/accounts';
import type { Database } from '../database/database';
import { Problem } from '../errors/problem';
import { endpoint, operation, type Endpoint } from '../http/endpoint';
import { noBody, textUpTo } from '../http/schemas';
import type { ContactUndoLinks } from '../security/contactUndoLinks';
import type { DatabaseDeadline } from '../http/databaseDeadline';
import type { SecurityEvents } from './securityEvents';

const undoSchema = z
  .strictObject({
    token: textUpTo(500).meta({
      maxLength: 500,
      description: 'The token of the message, or its whole link; blanks do not count.',
    }),
  })
  .meta({ id: 'RecoveryUndo' });

export const undoRecoveryOperation = operation({
  method: 'post',
  path: '/v1/recovery-undos',
  operationId: 'undoRecovery',
  summary: 'Undo a recovery by the contact that replaced the own one',
  description:
    'Ends all sessions and takes the password away. The contacts that were changed open no recovery until another contact recovers the password or the support desk decides. Repeated, it has one effect.',
  body: undoSchema,
  success: { status: 204, description: 'The account is blocked.', schema: noBody },
  problems: ['UNDO_LINK_VOID'],
});

export interface RecoveryUndoDependencies {
  readonly database: Pick<Database, 'accounts'>;
  readonly databaseDeadline: DatabaseDeadline;
  readonly undoLinks: ContactUndoLinks;
  readonly securityEvents: SecurityEvents;
  readonly figures: Pick<Figures, 'contactChangeNoticeMs'>;
  readonly now: () => Date;
}

/** `POST /v1/recovery-undos`: a former contact undoes a recovery by the new one. Nothing happens on GET: scanners open links. */
export function recoveryUndoEndpoint(dependencies: RecoveryUndoDependencies): Endpoint {
  return endpoint(undoRecoveryOperation, async ({ body, addressKey }) => {
    const { database, databaseDeadline, undoLinks, securityEvents, figures, now } = dependencies;
    const freshSince = new Date(now().getTime() - figures.contactChangeNoticeMs);
    const flowId = undoLinks.flowIdIn(body.token);
    if (flowId === undefined) throw new Problem('UNDO_LINK_VOID');
    const replacedBy = { 'contactReplacements.flowId': flowId, status: 'active' } as const;
    const account = await databaseDeadline.within(database.accounts.findOne(replacedBy).lean().exec());
    if (!account || !undoLinks.isGenuine(body.token, account._id)) throw new Problem('UNDO_LINK_VOID');
    if (!account.frozenContacts && !(await freeze(dependencies, account, { flowId, freshSince })))
      throw new Problem('UNDO_LINK_VOID');
    await securityEvents.contactsFrozen(account, flowId, addressKey);
    return { status: 204, body: undefined };
  });
}

/**
 * One write: the password that the recovery set goes, and its sessions with it; all passkeys are suspended.
 *
 * @returns false where the recovery is too long ago, or something else was decided meanwhile
 */
async function freeze(
  { database, databaseDeadline, now }: RecoveryUndoDependencies,
  { _id, contactReplacements }: Account,
  { flowId, freshSince }: { readonly flowId: string; readonly freshSince: Date },
): Promise<boolean> {
  const frozenContacts = freshContacts(contactReplacements ?? [], freshSince);
  const recovered = { $elemMatch: { flowId, recoveredAt: { $gte: freshSince } } };
  const { matchedCount } = await databaseDeadline.within(
    database.accounts
      .updateOne(
        { _id, status: 'active', frozenContacts: { $exists: false }, contactReplacements: recovered },
        {
          $set: { frozenContacts, passkeysSuspendedAt: now() },
          $inc: { sessionEpoch: 1, passkeyEpoch: 1 },
          $unset: { passwordHash: 1, passwordOpenTo: 1 },
        },
      )
      .exec(),
  );
  return matchedCount === 1;
}

function freshContacts(replacements: readonly ContactReplacement[], freshSince: Date) {
  const fresh = replacements.filter(({ at, recoveredAt }) => (recoveredAt ?? at) >= freshSince);
  return [...new Set(fresh.map(({ contact }) => contact))];
}
