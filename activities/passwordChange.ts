import type { ClientSession } from 'mongoose';
import type { Database } from '../src/database/database';
import { claimOfAccount } from '../src/database/flowNotes';
import { workflowIdOf } from '../workflows/contracts/flow';
import type { PasswordChangeEffects } from '../workflows/contracts/passwordChange';
import type { PasswordOutcome } from '../workflows/contracts/passwords';
import { passwordNotices, recordPasswordSet, type PasswordDependencies } from './accounts';

type ChangeRequest = Parameters<PasswordChangeEffects['changePassword']>[0];

type ChangeDependencies = Omit<PasswordDependencies, 'limits'>;

/** The activity of a password's change by who is signed in. */
export function createPasswordChangeActivities(dependencies: ChangeDependencies): PasswordChangeEffects {
  return { changePassword: (request) => changePassword(dependencies, request) };
}

async function changePassword(
  { database, serviceKeys, auditTrail }: ChangeDependencies,
  request: ChangeRequest,
): Promise<PasswordOutcome> {
  const { accounts, passwordClaims, connection } = database;
  const { accountId, claimId, now } = request;
  const claimOf = { _id: claimOfAccount(accountId), claimId };
  const claim = await passwordClaims.findOne(claimOf).lean();
  const isOpen = await connection.transaction((session) =>
    setPassword(database, request, claim?.passwordHash, session),
  );
  const account = await accounts.findOne({ _id: accountId, passwordSetBy: claimId }).lean();
  if (account) {
    const workflowId = workflowIdOf('passwordChange', request.flowId);
    const step = { workflowId, claimId, now, addressKey: claim?.addressKey };
    await recordPasswordSet({ auditTrail, serviceKeys }, account, step);
  }
  await passwordClaims.deleteOne(claimOf);
  if (account) return { outcome: 'set', notices: passwordNotices(serviceKeys, account) };
  return { outcome: isOpen ? 'claimLost' : 'accountLost' };
}

/**
 * The session that asked goes on under the account's next epoch; all others end.
 *
 * @returns whether account and session are still what the request found
 */
async function setPassword(
  { accounts, sessions }: Database,
  { accountId, sessionId, epoch, claimId, now }: ChangeRequest,
  passwordHash: string | undefined,
  session: ClientSession,
): Promise<boolean> {
  const [account, own] = [
    await accounts.findById(accountId).session(session).lean(),
    await sessions.findOne({ _id: sessionId, accountId, epoch }).session(session).lean(),
  ];
  if (account?.status !== 'active' || (account.sessionEpoch ?? 0) !== epoch || !own) return false;
  if (passwordHash === undefined) return true;
  const sessionEpoch = epoch + 1;
  await accounts.updateOne(
    { _id: accountId },
    {
      $set: { passwordHash, passwordSetBy: claimId, passwordSetAt: new Date(now), sessionEpoch },
      $unset: { passwordOpenTo: 1 },
    },
    { session },
  );
  await sessions.updateOne({ _id: sessionId }, { $set: { epoch: sessionEpoch } }, { session });
  await sessions.deleteMany({ accountId, _id: { $ne: sessionId } }, { session });
  return true;
}
