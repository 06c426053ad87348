import type { Keyring } from '../src/config/keys';
import type { AuditTrail } from '../src/database/auditTrail';
import type { Database } from '../src/database/database';
import type { CustomerRecords } from '../src/records/customerRecords';
import { sealLeavingAccount } from '../src/security/leavingAccounts';
import type { LineReleaseEffects, ReleasingAccount } from '../workflows/contracts/lineRelease';
import { openAddress } from './messages';
import { releaseLine } from './lineRelease/release';
import { noticesOfRelease } from './lineRelease/releaseNotices';

export interface LineReleaseDependencies {
  readonly database: Database;
  readonly records: CustomerRecords;
  readonly auditTrail: AuditTrail;
  readonly serviceKeys: Keyring;
}

/** The activities of the flow, each one idempotent effect. */
export function createLineReleaseActivities(dependencies: LineReleaseDependencies): LineReleaseEffects {
  return {
    lineToRelease: (request) => lineToRelease(dependencies, request),
    releaseLine: (request) => releaseLine(dependencies, request),
    noticesOfRelease: (request) => noticesOfRelease(dependencies, request),
  };
}

async function lineToRelease(
  { database, serviceKeys }: LineReleaseDependencies,
  { line, associatedBy }: Parameters<LineReleaseEffects['lineToRelease']>[0],
): Promise<ReleasingAccount | null> {
  const _id = openAddress(serviceKeys, line);
  const association = await database.lineAssociations.findOne({ _id, associatedBy }).lean();
  if (!association) return null;
  const { accountId } = association;
  const [account, associations] = await Promise.all([
    database.accounts.findById(accountId).lean(),
    database.lineAssociations.find({ accountId }).sort({ slot: 1 }).lean(),
  ]);
  if (!account) return null;
  const lines = associations.map(({ _id: msisdn, vatNumber, lineActivatedOn: activatedOn }) => {
    return { msisdn, vatNumber, activatedOn };
  });
  return { accountId, account: sealLeavingAccount(serviceKeys, { ...account, lines }) };
}
