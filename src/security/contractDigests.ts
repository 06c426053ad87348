import type { RepresentativeDigests } from '../../workflows/contracts/userAdminRegistration';
import type { Keyring } from '../config/keys';
import { normaliseBirthDate } from '../identifiers/birthDate';
import { comparableEmailAddress, normaliseEmailAddress } from '../identifiers/emailAddress';
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

/** What tells one legal representative from another: person and mailbox, as a contract names them. */
interface Representative {
  readonly taxCode: string;
  readonly email: string;
}

/** Keyed digest of a legal representative: all that is kept of the person who registered a User Admin. */
export function representativeKeyOf(keys: Keyring, representative: Representative): string {
  return keyedDigest(keys, 'contract data', 'representative', ...formOf(representative));
}

/** Whether the key is that of the representative, under any key of the ring and in any form that it was ever made in. */
export function isRepresentative(keys: Keyring, key: string, representative: Representative): boolean {
  return [formOf(representative), caseSensitiveFormOf(representative)].some((form) =>
    keyedDigests(keys, 'contract data', 'representative', ...form).includes(key),
  );
}

function formOf({ taxCode, email }: Representative): readonly [string, string] {
  return [comparisonForms.taxCode(taxCode) ?? taxCode, comparisonForms.email(email) ?? email];
}

/** The form of keys that were made while the case of a mailbox counted. */
function caseSensitiveFormOf({ taxCode, email }: Representative): readonly [string, string] {
  return [comparisonForms.taxCode(taxCode) ?? taxCode, normaliseEmailAddress(email) ?? email];
}
