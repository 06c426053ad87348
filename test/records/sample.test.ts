import { createHash } from 'node:crypto';
import { Parser } from '@marketto/codice-fiscale-utils';
import { normaliseMsisdn } from '../../src/identifiers/msisdn';
import { normalisePersonName } from '../../src/identifiers/personName';
import { normaliseTaxCode } from '../../src/identifiers/taxCode';
import { companiesFile } from '../../src/records/import/companiesFile';
import { linesFile } from '../../src/records/import/linesFile';
import { offersFile } from '../../src/records/import/offersFile';
import type { RecordFile } from '../../src/records/import/recordFile';
import { exampleCompany, exampleLines, exampleRegistration } from '../../src/records/sample/exampleCompany';
import {
  sampleCompanyRows,
  sampleLineRows,
  sampleOfferRows,
  type SampleRow,
} from '../../src/records/sample/sampleExtract';
import { keys } from './import/importFixture';

const size = { companies: 2_000, lines: 5_000, seed: 1 };
const companies = [...sampleCompanyRows(size)];
const lines = [...sampleLineRows(size)];
const offers = [...sampleOfferRows()];
const source = { fileDigest: 'none', line: 1 };

function faultsOf(file: RecordFile, rows: readonly SampleRow[]) {
  return rows.map((row) => file.read(row, source)).filter((reading) => 'faults' in reading);
}

function valuesOf(rows: readonly SampleRow[], column: string): readonly string[] {
  return rows.map((row) => row[column] ?? '');
}

describe('the sample extract', () => {
  test('one seed gives one content, another seed another', () => {
    const digest = (seed: number) => {
      const hash = createHash('sha256');
      for (const row of [...sampleCompanyRows({ ...size, seed }), ...sampleLineRows({ ...size, seed })])
        hash.update(JSON.stringify(row));
      return hash.digest('hex');
    };
    expect(digest(1)).toBe(digest(1));
    expect(digest(1)).not.toBe(digest(2));
  });

  test('every row can be imported, and every key is unique', () => {
    const offerCodes = new Set(valuesOf(offers, 'offerCode'));
    expect(faultsOf(companiesFile, companies)).toEqual([]);
    expect(faultsOf(linesFile(keys.workerKeys, offerCodes), lines)).toEqual([]);
    expect(faultsOf(offersFile, offers)).toEqual([]);
    expect(new Set(valuesOf(companies, 'customerCode')).size).toBe(companies.length);
    expect(new Set(valuesOf(lines, 'msisdn')).size).toBe(size.lines);
  });

  test('it has what tests and demonstrations need', () => {
    const distinct = (rows: readonly SampleRow[], column: string) =>
      [...new Set(valuesOf(rows, column))].sort();
    expect(distinct(companies, 'vatNumber')).toHaveLength(2_000);
    expect(companies.length).toBe(2_000 + 200 + 40);
    expect(distinct(companies, 'segment')).toEqual(['LARGE', 'SME']);
    expect(distinct(lines, 'simKind')).toEqual(['data-only', 'voice']);
    expect(distinct(lines, 'status')).toEqual(['active', 'ceased']);
    expect(distinct(offers, 'portal')).toEqual(['ecare', 'selfcare']);
    const names =
      valuesOf(companies, 'repLastName').join('|') + valuesOf(companies, 'repFirstName').join('|');
    for (const kind of [/[àèìòù]/, /'/, /’/, / /, /-/, /ß/, /ł/, /ễ/]) expect(names).toMatch(kind);
    const taxCodes = valuesOf(companies, 'repTaxCode');
    const omocodia = taxCodes.filter((code) => normaliseTaxCode(code) !== code);
    expect(omocodia.length).toBeGreaterThan(100);
    const bornAbroad = taxCodes.filter((code) => normaliseTaxCode(code)?.charAt(11) === 'Z');
    expect(bornAbroad.length).toBeGreaterThan(200);
  });

  test('nobody in it exists: artificial VAT numbers and lines, mail domains of RFC 2606', () => {
    for (const vatNumber of valuesOf(companies, 'vatNumber')) expect(vatNumber).toMatch(/^99\d{5}999\d$/);
    for (const msisdn of valuesOf(lines, 'msisdn'))
      expect(normaliseMsisdn(msisdn)).toMatch(/^\+39399[0-8]\d{6}$/);
    for (const mobile of valuesOf(companies, 'repMobile')) expect(mobile).toMatch(/^\+393999\d{6}$/);
    for (const email of valuesOf(companies, 'repEmail')) expect(email).toMatch(/\.example$/);
  });

  test('tax codes agree with name, birth date and sex, read by a library', () => {
    const parser = new Parser(undefined);
    for (const row of companies) {
      const code = normaliseTaxCode(row['repTaxCode'] ?? '') ?? '';
      const plain = (name: string | undefined) => normalisePersonName(name ?? '')?.toUpperCase();
      expect([row['repTaxCode'], code.slice(0, 3)]).toEqual([
        row['repTaxCode'],
        parser.lastNameToCf(plain(row['repLastName'])) ?? code.slice(0, 3),
      ]);
      expect(code.slice(3, 6)).toBe(parser.firstNameToCf(plain(row['repFirstName'])) ?? code.slice(3, 6));
      const birthYear = Number(row['repBirthDate']?.slice(0, 4));
      expect(parser.cfToBirthYear(code)).toBe(birthYear);
      expect(parser.cfToBirthDate(code)?.toISOString().slice(0, 10)).toBe(row['repBirthDate']);
    }
  });

  test('the first company is the example of the README: small, with two active lines and an eligible offer', () => {
    expect(companies[0]).toMatchObject({
      customerCode: 'C000001-1',
      vatNumber: '99000019994',
      segment: 'SME',
    });
    expect(lines.slice(0, 2)).toMatchObject([
      {
        msisdn: exampleLines.voice.msisdn,
        vatNumber: '99000019994',
        simKind: 'voice',
        status: 'active',
        offerCode: 'SC-01',
      },
      {
        msisdn: exampleLines.dataOnly.msisdn,
        vatNumber: '99000019994',
        simKind: 'data-only',
        puk: exampleLines.dataOnly.puk,
        status: 'active',
        offerCode: 'SC-01',
      },
    ]);
    expect(exampleRegistration).toEqual({
      vatNumber: '99000019994',
      legalRepresentative: exampleCompany.representative,
      username: 'ChiaraEsempio',
    });
    expect(exampleCompany.representative.taxCode).toBe('SMPCHR80E57H501D');
  });

  test('companies of documented numbers are large, of the other portal, without active or without any line', () => {
    const ofCompany = (number: number) => {
      const vatNumber = valuesOf(companies, 'vatNumber').find((text) =>
        text.startsWith(`99${String(number).padStart(5, '0')}`),
      );
      return lines.filter((line) => line['vatNumber'] === vatNumber);
    };
    expect(companies.find((row) => row['customerCode'] === 'C000012-1')?.['segment']).toBe('LARGE');
    expect(new Set(valuesOf(ofCompany(9), 'offerCode').map((code) => code.slice(0, 2)))).toEqual(
      new Set(['EC']),
    );
    expect(new Set(valuesOf(ofCompany(13), 'status'))).toEqual(new Set(['ceased']));
    expect(ofCompany(40)).toEqual([]);
  });

  test('the PUK of the example is of no other line, and looks made up', () => {
    const { puk } = exampleLines.dataOnly;
    expect(puk).toBe('87654321');
    expect(valuesOf(lines, 'puk').filter((other) => other === puk)).toHaveLength(1);
  });

  test.each([
    ['of the example company, for a second SIM', exampleLines.second, 'active', 'SME', true],
    ['of a large company', exampleLines.ofLargeCompany, 'active', 'LARGE', true],
    ['of a company of eCare', exampleLines.ofEcareCompany, 'active', 'SME', false],
    ['ceased, of a company with others', exampleLines.ceased, 'ceased', 'SME', true],
  ])('there is a voice line %s', (_what, { msisdn }, status, segment, eligible) => {
    const line = lines.find((row) => row['msisdn'] === msisdn);
    const vatNumber = line?.['vatNumber'];
    const contracts = companies.filter((row) => row['vatNumber'] === vatNumber);
    const offers = lines.filter((row) => row['vatNumber'] === vatNumber && row['status'] === 'active');
    expect(line).toMatchObject({ simKind: 'voice', status });
    expect(vatNumber === exampleCompany.vatNumber).toBe(msisdn === exampleLines.second.msisdn);
    expect(new Set(valuesOf(contracts, 'segment'))).toEqual(new Set([segment]));
    expect(valuesOf(offers, 'offerCode').some((code) => code.startsWith('SC'))).toBe(eligible);
  });
});
