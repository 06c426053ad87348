import type { Company } from '../../../src/database/recordDocuments';
import type { Database } from '../../../src/database/database';
import { sampleVatNumber } from '../../../src/records/sample/sampleIdentifiers';
import { exampleRegistration } from '../../../src/records/sample/exampleCompany';

/** A company of the records with one active line, and the body that registers it. Each number is another company. */
export async function recordCompany(database: Database, number: number, segment: Company['segment'] = 'SME') {
  const vatNumber = sampleVatNumber(number);
  const legalRepresentative = {
    ...exampleRegistration.legalRepresentative,
    email: `legale.${number}@azienda-${number}.example`,
  };
  const source = { fileDigest: 'none', line: number };
  await database.offers.updateOne(
    { _id: 'OFFER' },
    { $set: { name: 'Offerta', portal: 'selfcare', source } },
    { upsert: true },
  );
  await database.companies.create({
    _id: `C-${number}`,
    vatNumber,
    name: `Società Esempio ${number}`,
    segment,
    representative: legalRepresentative,
    source,
  });
  await database.lines.create({
    _id: lineOfCompany(number),
    vatNumber,
    iccid: `8939${String(number).padStart(15, '0')}`,
    simKind: 'voice',
    pukDigest: { digest: 'digest', keyId: 'worker' },
    offerCode: 'OFFER',
    status: 'active',
    activatedOn: '2026-01-01',
    source,
  });
  return { vatNumber, legalRepresentative, username: `Admin${String(number).padStart(5, '0')}` };
}

/** E.164 */
export function lineOfCompany(number: number): string {
  return `+39399${String(number).padStart(7, '0')}`;
}
