import { simAssociation } from '../portal/forms/accountForms';
import { employeeRegistration, userAdminRegistration } from '../portal/forms/forms';
import type { Sample } from '../portal/forms/samples';
import { exampleCompany, exampleLines, exampleRegistration } from '../records/sample/exampleCompany';

const { vatNumber, representative } = exampleCompany;
const { voice, dataOnly, second } = exampleLines;

/** The people whom the entry of a development machine offers; the sample extract has them with every seed. */
export const samples: readonly Sample[] = [
  {
    name: 'company',
    form: userAdminRegistration,
    typed: {
      'vat-number': vatNumber,
      'first-name': representative.firstName,
      'last-name': representative.lastName,
      'birth-date': representative.birthDate,
      'tax-code': representative.taxCode,
      'contract-email': representative.email,
      'contract-mobile': representative.mobile,
      'new-username': exampleRegistration.username,
    },
  },
  {
    name: 'voice',
    form: employeeRegistration,
    typed: { line: voice.msisdn, email: 'dipendente@azienda.example', 'sim-kind': 'voice' },
  },
  {
    name: 'dataOnly',
    form: employeeRegistration,
    typed: { line: dataOnly.msisdn, email: 'router@azienda.example', 'sim-kind': 'data-only' },
    puk: dataOnly.puk,
  },
  {
    name: 'second',
    form: simAssociation,
    typed: { line: second.msisdn, 'sim-kind': 'voice' },
  },
];
