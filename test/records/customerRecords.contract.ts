import { RecordsUnavailable, type Contract, type CustomerRecords } from '../../src/records/customerRecords';
import type { RecordsContent } from './recordsContent';

export interface RecordsUnderTest {
  readonly records: CustomerRecords;
  fill(content: RecordsContent): Promise<void>;
  /** From here on the records do not answer. */
  breakDown(): Promise<void>;
  close(): Promise<void>;
}

function contract(customerCode: string, vatNumber: string, changes: Partial<Contract> = {}): Contract {
  return {
    customerCode,
    vatNumber,
    companyName: 'Società Esempio "Uno", S.r.l.',
    segment: 'SME',
    representative: {
      firstName: 'Niccolò',
      lastName: "D'Esempio",
      birthDate: '1980-05-17',
      taxCode: 'DSMNCL80E17H501X',
      email: 'Rappresentante@societa-esempio.example',
      mobile: '+393999000001',
    },
    ...changes,
  };
}

const [twoContracts, ecareOnly, ceasedOnly, second, withoutLines, manyLines, unknown] = [
  '99000019994',
  '99000029993',
  '99000039992',
  '99000049991',
  '99000059990',
  '99000069999',
  '99000079998',
] as const;

let lineNumber = 0;
function line(
  customerCode: string,
  vatNumber: string,
  offerCode: string,
  status: 'active' | 'ceased' = 'active',
) {
  lineNumber += 1;
  return {
    msisdn: `+39399${String(lineNumber).padStart(7, '0')}`,
    vatNumber,
    customerCode,
    offerCode,
    status,
  };
}

const content: RecordsContent = {
  contracts: [
    contract('C1-1', twoContracts),
    contract('C1-2', twoContracts, { segment: 'LARGE' }),
    contract('C2-1', ecareOnly),
    contract('C3-1', ceasedOnly),
    contract('C4-1', second),
    contract('C4-2', second),
    contract('C5-1', withoutLines),
    contract('C6-1', manyLines),
  ],
  lines: [
    line('C1-1', twoContracts, 'SC-01'),
    line('C2-1', ecareOnly, 'EC-01'),
    line('C3-1', ceasedOnly, 'SC-01', 'ceased'),
    line('C3-1', ceasedOnly, 'EC-01'),
    line('C4-2', second, 'SC-02'),
    ...Array.from({ length: 220 }, () => line('C6-1', manyLines, 'EC-01')),
    line('C6-1', manyLines, 'SC-01'),
  ],
  offers: [
    { offerCode: 'SC-01', portal: 'selfcare' },
    { offerCode: 'SC-02', portal: 'selfcare' },
    { offerCode: 'EC-01', portal: 'ecare' },
  ],
};

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

    test('records that do not answer are unavailable, and the failure names nobody', async () => {
      await subject.breakDown();
      for (const question of [
        () => subject.records.contractsOf(twoContracts),
        () => subject.records.hasEligibleOffer(twoContracts),
      ]) {
        const failure: unknown = await question().catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(RecordsUnavailable);
        expect((failure as Error).message).not.toContain(twoContracts);
      }
    });
  });
}
