import type { Keyring } from '../config/keys';
import { normaliseEmailAddress } from '../identifiers/emailAddress';
import { comparisonForms } from './contractDigests';
import { keyedDigest, keyedDigests } from './digests';

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
