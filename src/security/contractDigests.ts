import type { Keyring } from '../config/keys';
import type { RepresentativeDigests } from '../../workflows/contracts/userAdminRegistration';
import { normaliseBirthDate } from '../identifiers/birthDate';
import { comparableEmailAddress } from '../identifiers/emailAddress';
import { normaliseMsisdn } from '../identifiers/msisdn';
import { normalisePersonName, spellingsOfPersonName } from '../identifiers/personName';
import { normaliseTaxCode } from '../identifiers/taxCode';
import { keyedDigest, keyedDigests } from './digests';

export type RepresentativeField = keyof RepresentativeDigests;

/** The fields that a match compares, each with the form in which two spellings of it are equal. */
export const comparisonForms: Readonly<Record<RepresentativeField, (text: string) => string | undefined>> = {
  firstName: normalisePersonName,
  lastName: normalisePersonName,
  birthDate: (text) => normaliseBirthDate(text),
  taxCode: normaliseTaxCode,
  email: comparableEmailAddress,
  mobile: normaliseMsisdn,
};

/** Fields that their owner may type in more than one form, with all the forms of a recorded value. */
const spellings: Partial<Record<RepresentativeField, (text: string) => readonly string[]>> = {
  firstName: spellingsOfPersonName,
  lastName: spellingsOfPersonName,
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

/** Which fields of a contract differ from what was typed; a value that the records hold in no valid form differs. */
export function fieldsThatDiffer(
  keys: Keyring,
  typed: RepresentativeDigests,
  recorded: Readonly<Record<RepresentativeField, string>>,
): RepresentativeField[] {
  return representativeFields.filter(
    (field) =>
      !formsOf(field, recorded[field]).some((form) =>
        keyedDigests(keys, 'contract data', field, form).includes(typed[field]),
      ),
  );
}

function formsOf(field: RepresentativeField, text: string): readonly string[] {
  const form = comparisonForms[field](text);
  return spellings[field]?.(text) ?? (form === undefined ? [] : [form]);
}
