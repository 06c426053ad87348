import { type CustomerRecords } from '../../src/records/customerRecords';
import { RecordsUnavailable } from '../../src/errors/recordsUnavailable';
import { testCompanyLines } from './companyLines.contract';
import {
  barredLine,
  ceasedLine,
  ceasedOnly,
  content,
  contract,
  dataOnlyLine,
  ecareOnly,
  manyLines,
  second,
  suspendedLine,
  suspendedOnly,
  twoContracts,
  unknown,
  unknownLine,
  voiceLine,
  withoutLines,
} from './contractContent';
import type { RecordsContent } from './recordsContent';

export interface RecordsUnderTest {
  readonly records: CustomerRecords;
  /** Round trips up to now. */
  questions(): number;
  fill(content: RecordsContent): Promise<void>;
  /** From here on the records do not answer. */
  breakDown(): Promise<void>;
  close(): Promise<void>;
}

/** What every adapter of the customer records holds to. */
export function describeCustomerRecords(name: string, open: () => Promise<RecordsUnderTest>): void {
  describe(`customer records: ${name}`, () => {
    let subject: RecordsUnderTest;

    beforeAll(async () => {
      subject = await open();
      await subject.fill(content);
    });
    afterAll(() => subject.close());

    test('all contracts of a VAT number are found, with their values as they are held', async () => {
      const found = await subject.records.contractsOf(twoContracts);
      expect(found).toEqual([
        contract('C1-1', twoContracts),
        contract('C1-2', twoContracts, { segment: 'LARGE' }),
      ]);
    });

    test('a VAT number that is unknown has no contract and no eligible offer', async () => {
      expect(await subject.records.contractsOf(unknown)).toEqual([]);
      expect(await subject.records.hasEligibleOffer(unknown)).toBe(false);
    });

    test.each([
      ['an active line with an offer of the list', twoContracts, true],
      ['offers of the other portal alone', ecareOnly, false],
      ['an offer of the list on a ceased line alone', ceasedOnly, false],
      ['an offer of the list on a suspended line alone', suspendedOnly, false],
      ['an offer of the list under the second contract', second, true],
      ['no line', withoutLines, false],
      ['an offer of the list on one of many lines', manyLines, true],
    ])('eligibility of a company with %s', async (_what, vatNumber, eligible) => {
      expect(await subject.records.hasEligibleOffer(vatNumber)).toBe(eligible);
    });

    test.each(['{"$ne": ""}', '', '99000019994&limit=1', '../individual', '*', '99000019994,99000029993'])(
      'the text %p is no VAT number and finds nothing',
      async (text) => {
        expect(await subject.records.contractsOf(text)).toEqual([]);
        expect(await subject.records.hasEligibleOffer(text)).toBe(false);
      },
    );

    test('a line is told with its company, kind, status and day, and nothing of its SIM', async () => {
      expect(await subject.records.lineOf(dataOnlyLine?.msisdn ?? '')).toEqual({
        msisdn: dataOnlyLine?.msisdn,
        vatNumber: twoContracts,
        simKind: 'data-only',
        status: 'active',
        activatedOn: '2020-02-29',
      });
      expect(await subject.records.lineOf(voiceLine?.msisdn ?? '')).toMatchObject({ simKind: 'voice' });
    });

    test('a ceased line is known as such, and a number of nobody is not known', async () => {
      expect(await subject.records.lineOf(ceasedLine?.msisdn ?? '')).toMatchObject({ status: 'ceased' });
      expect(await subject.records.lineOf(unknownLine)).toBeUndefined();
    });

    test('a suspended line is told as such, and is no ceased one; a line whose SMS are barred is told so', async () => {
      const told = async (msisdn = '') => {
        const line = await subject.records.lineOf(msisdn);
        const named = (await subject.records.linesNamed([msisdn])).get(msisdn);
        expect(named).toMatchObject({ status: line?.status });
        expect(named?.smsBarred).toBe(line?.smsBarred);
        return [line?.status, line?.smsBarred];
      };
      expect(await told(suspendedLine?.msisdn)).toEqual(['suspended', undefined]);
      expect(await told(barredLine?.msisdn)).toEqual(['active', true]);
      const { lines } = await subject.records.linesOf(suspendedOnly, { limit: 100 });
      expect(lines.map(({ status, smsBarred }) => [status, smsBarred])).toEqual([
        ['suspended', undefined],
        ['active', true],
      ]);
    });

    test.each(['{"$ne": ""}', '', '*', '+393990000001&limit=1', '../resource'])(
      'the text %p is no line and finds none',
      async (text) => {
        expect(await subject.records.lineOf(text)).toBeUndefined();
        expect(await subject.records.pukMatches(text, dataOnlyLine?.puk ?? '')).toBe(false);
      },
    );

    test.each([
      ['its own', dataOnlyLine, dataOnlyLine?.puk ?? '', true],
      ['another', dataOnlyLine, '87654321', false],
      ['that of another line', voiceLine, dataOnlyLine?.puk ?? '', false],
      ['none', dataOnlyLine, '', false],
    ])('the PUK of a line: %s', async (_what, ofLine, puk, right) => {
      expect(await subject.records.pukMatches(ofLine?.msisdn ?? '', puk)).toBe(right);
    });

    test('the ICCID of a line is its own, and nobody has that of an unknown line', async () => {
      const { msisdn = '', iccid = '' } = dataOnlyLine ?? {};
      expect(await subject.records.iccidMatches(msisdn, iccid)).toBe(true);
      expect(await subject.records.iccidMatches(msisdn, voiceLine?.iccid ?? '')).toBe(false);
      for (const typed of [iccid, ''])
        expect(await subject.records.iccidMatches(unknownLine, typed)).toBe(false);
    });

    test.each(['00000000', '10000001', ''])('no PUK is that of an unknown line: %p', async (puk) => {
      expect(await subject.records.pukMatches(unknownLine, puk)).toBe(false);
    });

    test.each([
      ['known', dataOnlyLine?.msisdn ?? ''],
      ['unknown', unknownLine],
    ])('a line that is %s costs one round trip a question', async (_what, msisdn) => {
      const before = subject.questions();
      await subject.records.lineOf(msisdn);
      expect(subject.questions() - before).toBe(1);
      await subject.records.pukMatches(msisdn, dataOnlyLine?.puk ?? '');
      expect(subject.questions() - before).toBe(2);
      await subject.records.iccidMatches(msisdn, dataOnlyLine?.iccid ?? '');
      expect(subject.questions() - before).toBe(3);
    });

    testCompanyLines(() => subject.records);

    test('records that do not answer are unavailable, and the failure names nobody', async () => {
      await subject.breakDown();
      for (const question of [
        () => subject.records.contractsOf(twoContracts),
        () => subject.records.hasEligibleOffer(twoContracts),
        () => subject.records.lineOf(unknownLine),
        () => subject.records.linesNamed([unknownLine]),
        () => subject.records.linesOf(twoContracts, { after: unknownLine, limit: 1 }),
        () => subject.records.numberOfLines(twoContracts),
        () => subject.records.pukMatches(unknownLine, '12345678'),
        () => subject.records.iccidMatches(unknownLine, '8939990000000000012'),
      ]) {
        const failure: unknown = await question().catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(RecordsUnavailable);
        for (const secret of [twoContracts, unknownLine, '12345678'])
          expect((failure as Error).message).not.toContain(secret);
      }
    });
  });
}
