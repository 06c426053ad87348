import { exampleCompany, exampleLines } from './exampleCompany';
import { Random } from './random';
import { sampleIccid, sampleMsisdn, sampleRepresentativeMobile, sampleVatNumber } from './sampleIdentifiers';
import { eligibleOffers, otherOffers } from './sampleOffers';
import { samplePerson } from './samplePersons';

export type SampleRow = Readonly<Record<string, string>>;

export interface SampleSize {
  readonly companies: number;
  readonly lines: number;
  readonly seed: number;
}

/** Contracts of `companies` VAT numbers: every tenth has two, every fiftieth three; every twelfth company is large. */
export function* sampleCompanyRows({ companies, seed }: SampleSize): Generator<SampleRow> {
  const random = new Random(seed);
  let contracts = 0;
  for (let company = 1; company <= companies; company += 1) {
    for (let contract = 1; contract <= contractsOf(company); contract += 1) {
      contracts += 1;
      yield company === 1 ? exampleRow() : companyRow(random, company, contract, contracts);
    }
  }
}

function contractsOf(company: number): number {
  if (company % 50 === 0) return 3;
  return company % 10 === 0 ? 2 : 1;
}

function exampleRow(): SampleRow {
  const { customerCode, vatNumber, name, segment, representative } = exampleCompany;
  return {
    customerCode,
    vatNumber,
    name,
    segment,
    ...representativeColumns(representative),
  };
}

function companyRow(random: Random, company: number, contract: number, mobile: number): SampleRow {
  const number = String(company).padStart(4, '0');
  const person = samplePerson(random);
  return {
    customerCode: `C${String(company).padStart(6, '0')}-${contract}`,
    vatNumber: sampleVatNumber(company),
    name: company % 25 === 0 ? `Società Esempio ${number}, "Filiale" S.r.l.` : `Società Esempio ${number}`,
    segment: company % 12 === 0 ? 'LARGE' : 'SME',
    ...representativeColumns({
      ...person,
      email: `rappresentante.${contract}@societa-esempio-${number}.example`,
      mobile: sampleRepresentativeMobile(mobile),
    }),
  };
}

function representativeColumns(representative: Readonly<Record<RepresentativeField, string>>): SampleRow {
  return {
    repFirstName: representative.firstName,
    repLastName: representative.lastName,
    repBirthDate: representative.birthDate,
    repTaxCode: representative.taxCode,
    repEmail: representative.email,
    repMobile: representative.mobile,
  };
}

type RepresentativeField = 'birthDate' | 'email' | 'firstName' | 'lastName' | 'mobile' | 'taxCode';

/** Lines of these companies; the first two are the example company's, active and with an eligible offer. */
export function* sampleLineRows({ companies, lines, seed }: SampleSize): Generator<SampleRow> {
  const random = new Random(seed + 1);
  for (let line = 1; line <= lines; line += 1) {
    const company = line <= companies ? Math.max(1, line - 1) : random.integer(1, companies);
    yield line <= 2
      ? exampleLineRow(random, line)
      : lineRow(random, line, companyWithLines(company, companies));
  }
}

/** Every fortieth company has no line: its share goes to the next one. */
function companyWithLines(company: number, companies: number): number {
  return company % 40 === 0 ? (company % companies) + 1 : company;
}

function exampleLineRow(random: Random, line: number): SampleRow {
  const { offerCode } = eligibleOffers[0];
  const row: SampleRow = { ...lineRow(random, line, 1), offerCode, status: 'active', simKind: 'voice' };
  return line === 1 ? row : { ...row, simKind: 'data-only', puk: exampleLines.dataOnly.puk };
}

/** Every ninth company has offers of the other portal alone, every thirteenth has ceased lines alone. */
function lineRow(random: Random, line: number, company: number): SampleRow {
  const eligible = company % 9 !== 0 && random.happens(80);
  const ceased = company % 13 === 0 || random.happens(15);
  return {
    msisdn: sampleMsisdn(line),
    vatNumber: sampleVatNumber(company),
    iccid: sampleIccid(line),
    simKind: random.happens(25) ? 'data-only' : 'voice',
    puk: random.digits(8),
    offerCode: random.oneOf(eligible ? eligibleOffers : otherOffers).offerCode,
    status: ceased ? 'ceased' : 'active',
    activatedOn: random.day(2015, 2025),
  };
}

export function sampleOfferRows(): readonly SampleRow[] {
  return [...eligibleOffers, ...otherOffers].map((offer) => ({ ...offer }));
}
