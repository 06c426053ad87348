import type { Company, Line } from '../../../src/database/recordDocuments';

const vatNumber = '99000019994';

/** A contract as the file with that digest brought it. */
export function company(_id: string, fileDigest: string): Company {
  const name = {
    firstName: 'Maria',
    lastName: 'Rossi',
    birthDate: '1980-01-01',
    taxCode: 'RSSMRA80A41H501Y',
  };
  const representative = { ...name, email: 'maria@societa.example', mobile: '+393201234567' };
  return { _id, vatNumber, name: 'Società', segment: 'SME', representative, source: { fileDigest, line: 2 } };
}

/** A line as the file with that digest brought it. */
export function line(_id: string, fileDigest: string): Line {
  return {
    _id,
    reversed: Array.from(_id).reverse().join(''),
    ...{ vatNumber, iccid: '893901234567890123', simKind: 'voice', offerCode: 'SC-01', status: 'active' },
    pukDigest: { keyId: 'key', digest: 'digest' },
    activatedOn: '2020-01-01',
    source: { fileDigest, line: 2 },
  };
}
