import type { Account } from '../database/accounts';
import type { LineAssociation } from '../database/lineAssociations';
import type { RecordedLine } from './customerRecords';

/**
 * Whether a line is an employee's by what the service and the records have of it now: one that ceased, moved to another
 * company or was activated anew since it was proved is no longer the account's.
 */
export function hasLine(
  { _id, kind, status, vatNumber }: Pick<Account, '_id' | 'kind' | 'status' | 'vatNumber'>,
  association: LineAssociation | null,
  line: RecordedLine | undefined,
): boolean {
  if (kind !== 'employee' || status !== 'active') return false;
  if (association?.accountId !== _id || line?.status !== 'active') return false;
  return line.activatedOn === association.lineActivatedOn && line.vatNumber === vatNumber;
}
