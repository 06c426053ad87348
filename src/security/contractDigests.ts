import type { Keyring } from '../config/keys';
import type { RepresentativeDigests } from '../../workflows/contracts/userAdminRegistration';
import { normaliseBirthDate } from '../identifiers/birthDate';
import { normaliseEmailAddress } from '../identifiers/emailAddress';
import { normaliseMsisdn } from '../identifiers/msisdn';
import { normalisePersonName } from '../identifiers/personName';
import { normaliseTaxCode } from '../identifiers/taxCode';
import { keyedDigest, keyedDigests } from './digests';

export type RepresentativeField = keyof RepresentativeDigests;

/** The fields that a match compares, each with the form in which two spellings of it are equal. */
export const comparisonForms: Readonly<Record<RepresentativeField, (text: string) => string | undefined>> = {
  firstName: normalisePersonName,
  lastName: normalisePersonName,
  birthDate: (text) => normaliseBirthDate(text),
  taxCode: normaliseTaxCode,
  email: normaliseEmailAddress,
  mobile: normaliseMsisdn,
};

const representativeFields = Object.keys(comparisonForms) as RepresentativeField[];

/** Digests of what was typed, already in the form for comparing. */
export function digestsOfRepresentative(
  keys: Keyring,
  typed: Readonly<Record<RepresentativeField, string>>,
): RepresentativeDigests {
  const digest = (field: RepresentativeField) => keyedDigest(keys, 'contract data', field, typed[field]);
  return {
    firstName: digest('firstName'),
    lastName: digest('lastName'),
    birthDate: digest('birthDate'),
    taxCode: digest('taxCode'),
    email: digest('email'),
    mobile: digest('mobile'),
  };
}

/** Which fields of a contract differ from what was typed; a datum that the records hold in no valid form differs. */
export function fieldsThatDiffer(
  keys: Keyring,
  typed: RepresentativeDigests,
  recorded: Readonly<Record<RepresentativeField, string>>,
): RepresentativeField[] {
  return representativeFields.filter((field) => {
    const form = comparisonForms[field](recorded[field]);
    return form === undefined || !keyedDigests(keys, 'contract data', field, form).includes(typed[field]);
  });
}
