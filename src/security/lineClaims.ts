import type { EmployeeApplication } from '../../workflows/contracts/employeeRegistration';
import type { ClaimedLine, SimKind } from '../../workflows/contracts/lines';
import type { Whole } from '../../workflows/contracts/whole';
import type { Keyring } from '../config/keys';
import { lineKeyOf, mailboxKeyOf } from './digests';
import { sealText } from './sealing';

export interface TypedLine {
  /** MSISDN, E.164. */
  readonly line: string;
  readonly simKind: SimKind;
}

/** What an employee types in the registration, in normal form. */
export interface TypedApplication extends TypedLine {
  readonly email: string;
}

export function claimedLineOf(keys: Keyring, { line, simKind }: TypedLine): Whole<ClaimedLine> {
  return { line: sealText(keys, 'recipient', line), lineKey: lineKeyOf(keys, line), simKind };
}

/** What was typed, as it leaves the edge. */
export function employeeApplicationOf(keys: Keyring, typed: TypedApplication): Whole<EmployeeApplication> {
  const { email } = typed;
  return {
    ...claimedLineOf(keys, typed),
    mailbox: sealText(keys, 'recipient', email),
    mailboxKey: mailboxKeyOf(keys, email),
  };
}
