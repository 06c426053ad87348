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

/** Lines of that company, both active with an eligible offer. */
export const exampleVoiceLine = sampleMsisdn(1);
export const exampleDataOnlyLine = sampleMsisdn(2);

/** Body of `POST /v1/user-admin-registrations` that matches that company. */
export const exampleRegistration = {
  vatNumber: exampleCompany.vatNumber,
  legalRepresentative: exampleCompany.representative,
  username: 'ChiaraEsempio',
} as const;
