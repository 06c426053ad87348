import { sampleLineRows, type SampleRow, type SampleSize } from '../src/records/sample/sampleExtract';
import type { SimKind } from '../workflows/contracts/lines';
import { servedVatNumbers } from './extract';

/** A line of the extract, with the mailbox that its employee types. */
export interface EmployeeLine {
  /** E.164. */
  readonly msisdn: string;
  readonly email: string;
  readonly simKind: SimKind;
  readonly puk: string;
}

/** The lines of the extract that an employee may register, of one kind. */
export function linesThatMayRegister(size: SampleSize, simKind: SimKind): readonly EmployeeLine[] {
  const served = servedVatNumbers(size);
  return [...sampleLineRows(size)]
    .filter((row) => row['simKind'] === simKind && row['status'] === 'active')
    .filter((row) => served.has(row['vatNumber'] ?? ''))
    .map((row) => lineOf(row, simKind));
}

function lineOf({ msisdn = '', puk = '' }: SampleRow, simKind: SimKind): EmployeeLine {
  return { msisdn, email: `dipendente.${msisdn.slice(1)}@societa-esempio.example`, simKind, puk };
}
