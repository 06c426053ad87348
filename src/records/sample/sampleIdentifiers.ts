import { luhnChecksumDigit } from 'stdnum/lib/cjs/util/checksum';

/** How many companies and lines the artificial ranges have room for. */
export const mostSampleCompanies = 99_999;
export const mostSampleLines = 8_999_999;

/** VAT number of a range that no tax office gives out: 99, the number of the company, the special office 999. */
export function sampleVatNumber(company: number): string {
  return withCheckDigit(`99${String(company).padStart(5, '0')}999`);
}

/** Line in +39 399 0…8, a mobile prefix that the numbering plan has room for and no operator uses. */
export function sampleMsisdn(line: number): string {
  return `+39399${String(line).padStart(7, '0')}`;
}

/** Mobile of a legal representative, in +39 399 9. */
export function sampleRepresentativeMobile(contract: number): string {
  return `+393999${String(contract).padStart(6, '0')}`;
}

/** 19 digits with the Italian prefix 8939 (ITU-T E.118) and an issuer that does not exist. */
export function sampleIccid(line: number): string {
  return withCheckDigit(`893999${String(line).padStart(12, '0')}`);
}

function withCheckDigit(digits: string): string {
  return `${digits}${luhnChecksumDigit(digits)}`;
}
