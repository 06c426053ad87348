import type { ClientSession } from 'mongoose';
import type { Account } from '../../src/database/accounts';
import { auditActorOf, byOwner, type AuditTrail } from '../../src/database/auditTrail';
import type { RecordedLine } from '../../src/records/customerRecords';
import { workflowIdOf } from '../../workflows/contracts/flow';
import type { SimAssociationEffects } from '../../workflows/contracts/simAssociation';
import type { HoldingAccount } from '../lines/holders';

interface MadeAssociation {
  readonly account: Account;
  readonly holders: readonly HoldingAccount[];
  readonly line: RecordedLine;
  readonly request: Parameters<SimAssociationEffects['associateLine']>[0];
}

/** That the account got the line, and what became of each account that had it: written with the effect, or not at all. */
export async function auditAssociation(
  { auditTrail }: { readonly auditTrail: AuditTrail },
  { account, holders, line, request }: MadeAssociation,
  session: ClientSession,
): Promise<void> {
  const workflowId = workflowIdOf('simAssociation', request.flowId);
  const { addressKey, supportReference: reference, now: at } = request;
  const told = { at, addressKey, reference, detail: 'simAssociation' };
  const associated = { ...byOwner(account), event: 'lineAssociated', id: workflowId, ...told } as const;
  await auditTrail.record({ ...associated, subjectName: line.msisdn }, session);
  for (const holder of holders) {
    const { _id, username, vatNumber } = holder.account;
    const lost = { id: `${workflowId}/${_id}`, actor: auditActorOf(account), vatNumber, ...told };
    const loss = holder.closes
      ? ({ event: 'accountClosed', subjectName: username } as const)
      : ({ event: 'lineReleased', subjectName: line.msisdn } as const);
    await auditTrail.record({ ...lost, ...loss }, session);
  }
}
