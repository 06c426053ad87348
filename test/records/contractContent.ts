import type { Contract } from '../../src/records/customerRecords';
import type { RecordsContent } from './recordsContent';

export function contract(customerCode: string, vatNumber: string, changes: Partial<Contract> = {}): Contract {
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

export const [twoContracts, ecareOnly, ceasedOnly, second, withoutLines, manyLines, unknown] = [
  '99000019994',
  '99000029993',
  '99000039992',
  '99000049991',
  '99000059990',
  '99000069999',
  '99000079998',
] as const;
export const suspendedOnly = '99000089997';

let lineNumber = 0;
function line(
  customerCode: string,
  vatNumber: string,
  offerCode: string,
  status: RecordsContent['lines'][number]['status'] = 'active',
) {
  lineNumber += 1;
  return {
    msisdn: `+39399${String(lineNumber).padStart(7, '0')}`,
    vatNumber,
    customerCode,
    offerCode,
    status,
    simKind: lineNumber === 1 ? ('data-only' as const) : ('voice' as const),
    iccid: `8939990000${String(lineNumber).padStart(9, '0')}`,
    puk: String(10_000_000 + lineNumber),
    activatedOn: '2020-02-29',
  };
}

export const content: RecordsContent = {
  contracts: [
    contract('C1-1', twoContracts),
    contract('C1-2', twoContracts, { segment: 'LARGE' }),
    contract('C2-1', ecareOnly),
    contract('C3-1', ceasedOnly),
    contract('C4-1', second),
    contract('C4-2', second),
    contract('C5-1', withoutLines),
    contract('C6-1', manyLines),
    contract('C7-1', suspendedOnly),
  ],
  lines: [
    line('C1-1', twoContracts, 'SC-01'),
    line('C2-1', ecareOnly, 'EC-01'),
    line('C3-1', ceasedOnly, 'SC-01', 'ceased'),
    line('C3-1', ceasedOnly, 'EC-01'),
    line('C4-2', second, 'SC-02'),
    ...Array.from({ length: 220 }, () => line('C6-1', manyLines, 'EC-01')),
    line('C6-1', manyLines, 'SC-01'),
    line('C7-1', suspendedOnly, 'SC-01', 'suspended'),
    { ...line('C7-1', suspendedOnly, 'EC-01'), smsBarred: true },
  ],
  offers: [
    { offerCode: 'SC-01', portal: 'selfcare' },
    { offerCode: 'SC-02', portal: 'selfcare' },
    { offerCode: 'EC-01', portal: 'ecare' },
  ],
};

export const [dataOnlyLine, voiceLine, ceasedLine] = content.lines;
export const [suspendedLine, barredLine] = content.lines.slice(-2);
export const unknownLine = '+393998999999';
