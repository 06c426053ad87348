import { sampleMsisdn, sampleRepresentativeMobile, sampleVatNumber } from './sampleIdentifiers';
import { taxCodeOf } from './sampleTaxCode';

const person = {
  firstName: 'Chiara',
  lastName: 'Esempio',
  birthDate: '1980-05-17',
  sex: 'F',
  birthPlace: 'H501',
} as const;

/** First company of the sample extract: small, with an eligible offer. What the README and the start show. */
export const exampleCompany = {
  customerCode: 'C000001-1',
  vatNumber: sampleVatNumber(1),
  name: 'Società Esempio 0001',
  segment: 'SME',
  representative: {
    firstName: person.firstName,
    lastName: person.lastName,
    birthDate: person.birthDate,
    taxCode: taxCodeOf(person),
    email: 'chiara.esempio@societa-esempio-0001.example',
    mobile: sampleRepresentativeMobile(1),
  },
} as const;

/**
 * Lines to try flows with. The first two are that company's, active and with an eligible offer, whatever the seed; the
 * others are what the default numbers of `npm run generate-extract` give.
 */
export const exampleLines = {
  voice: { msisdn: sampleMsisdn(1) },
  dataOnly: { msisdn: sampleMsisdn(2), puk: '87654321' },
  /** Voice, active, of that company, with an eligible offer: somebody's second one. */
  second: { msisdn: sampleMsisdn(4_109) },
  /** Voice, active; the company has an eligible offer. */
  ofLargeCompany: { msisdn: sampleMsisdn(13) },
  /** Voice, active; the company has offers of eCare alone. */
  ofEcareCompany: { msisdn: sampleMsisdn(10) },
  /** Voice; the company has an eligible offer on other lines. */
  ceased: { msisdn: sampleMsisdn(4_001) },
} as const;

/** Body of `POST /v1/user-admin-registrations` that matches that company. */
export const exampleRegistration = {
  vatNumber: exampleCompany.vatNumber,
  legalRepresentative: exampleCompany.representative,
  username: 'ChiaraEsempio',
} as const;
