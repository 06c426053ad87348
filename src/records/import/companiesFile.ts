import { z } from 'zod';
import { type Company, segments } from '../../database/recordDocuments';
import { normaliseBirthDate } from '../../identifiers/birthDate';
import { normaliseEmailAddress } from '../../identifiers/emailAddress';
import { normaliseMsisdn } from '../../identifiers/msisdn';
import { normalisePersonName } from '../../identifiers/personName';
import { normaliseTaxCode } from '../../identifiers/taxCode';
import { normaliseVatNumber } from '../../identifiers/vatNumber';
import { codeField, faultsOf, normalised, oneOf, textField, verified } from './fields';
import type { RecordFile } from './recordFile';

const name = () => verified(normalisePersonName, 'the value is not a name');

const row = z.object({
  customerCode: codeField(),
  vatNumber: normalised(normaliseVatNumber, 'the VAT number or its check digit is wrong'),
  name: textField(),
  segment: oneOf(segments),
  repFirstName: name(),
  repLastName: name(),
  repBirthDate: normalised(
    normaliseBirthDate,
    'the value is not the birth date of a living person, YYYY-MM-DD or DD/MM/YYYY',
  ),
  repTaxCode: verified(normaliseTaxCode, 'the tax code or its check character is wrong'),
  repEmail: normalised(normaliseEmailAddress, 'the value is not an e-mail address'),
  repMobile: normalised(normaliseMsisdn, 'the value is not a mobile number'),
});

/** Contracts of companies, by customer code. */
export const companiesFile: RecordFile = {
  kind: 'companies',
  keyColumn: 'customerCode',
  read(values, source) {
    const parsed = row.safeParse(values);
    if (!parsed.success) return { faults: faultsOf(parsed.error) };
    const { customerCode, vatNumber, name: companyName, segment, ...representative } = parsed.data;
    const document: Company = {
      _id: customerCode,
      vatNumber,
      name: companyName,
      segment,
      representative: {
        firstName: representative.repFirstName,
        lastName: representative.repLastName,
        birthDate: representative.repBirthDate,
        taxCode: representative.repTaxCode,
        email: representative.repEmail,
        mobile: representative.repMobile,
      },
      source,
    };
    return { document };
  },
};
