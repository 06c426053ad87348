import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { builtFile } from '../embedded/projectFolder';
import {
  sampleCompanyRows,
  sampleLineRows,
  type SampleRow,
  type SampleSize,
} from '../src/records/sample/sampleExtract';
import { eligibleOffers } from '../src/records/sample/sampleOffers';
import { writeExtract } from '../src/records/sample/writeExtract';
import type { SimKind } from '../workflows/contracts/lines';

/** Body of `POST /v1/user-admin-registrations` for one company. */
export interface RegistrationBody {
  readonly vatNumber: string;
  readonly username: string;
  readonly legalRepresentative: Readonly<
    Record<'firstName' | 'lastName' | 'birthDate' | 'taxCode' | 'email' | 'mobile', string>
  >;
}

/** Runs a command that operators use. @param command its name and its options */
export async function runCommand(
  [name = '', ...options]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<void> {
  await promisify(execFile)(process.execPath, [builtFile('commands', `${name}.js`), ...options], { env });
}

/** Writes a sample extract and imports it. */
export async function loadExtract(
  size: SampleSize,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const extract = join(folder, 'extract');
  await writeExtract(extract, size);
  const files = ['companies', 'lines', 'offers'].flatMap((kind) => [
    `--${kind}`,
    join(extract, `${kind}.csv`),
  ]);
  await runCommand(['import', ...files], environment);
}

/** VAT numbers of the companies that self-care serves: each has an active line with an offer of the list. */
function servedVatNumbers(size: SampleSize): ReadonlySet<string> {
  const offers = new Set(eligibleOffers.map(({ offerCode }) => offerCode));
  const served = new Set<string>();
  for (const { status, offerCode, vatNumber } of sampleLineRows(size)) {
    if (status === 'active' && offers.has(offerCode ?? '')) served.add(vatNumber ?? '');
  }
  return served;
}

/** Registrations that match the extract: one a company, of those that self-care serves. */
export function registrationsThatMatch(size: SampleSize): readonly RegistrationBody[] {
  const served = servedVatNumbers(size);
  const firstContracts = new Map<string, SampleRow>();
  for (const row of sampleCompanyRows(size)) {
    const vatNumber = row['vatNumber'] ?? '';
    if (served.has(vatNumber) && !firstContracts.has(vatNumber)) firstContracts.set(vatNumber, row);
  }
  return [...firstContracts.values()].filter(({ segment }) => segment === 'SME').map(registrationOf);
}

function registrationOf(row: SampleRow): RegistrationBody {
  const column = (name: string): string => row[name] ?? '';
  return {
    vatNumber: column('vatNumber'),
    username: `Admin${column('vatNumber')}`,
    legalRepresentative: {
      firstName: column('repFirstName'),
      lastName: column('repLastName'),
      birthDate: column('repBirthDate'),
      taxCode: column('repTaxCode'),
      email: column('repEmail'),
      mobile: column('repMobile'),
    },
  };
}

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
