import type { Keyring } from '../config/keys';
import { comparisonForms } from './contractDigests';
import { keyedDigest, keyedDigests } from './digests';

/** What tells one legal representative from another: person and mailbox, as a contract names them. */
interface Representative {
  readonly taxCode: string;
  readonly email: string;
}

/** Keyed digest of a legal representative: of whom a User Admin was registered by nothing else is kept. */
export function representativeKeyOf(keys: Keyring, representative: Representative): string {
  return keyedDigest(keys, 'contract data', 'representative', ...formOf(representative));
}

/** Whether the key is that of the representative, under any key of the ring. */
export function isRepresentative(keys: Keyring, key: string, representative: Representative): boolean {
  return keyedDigests(keys, 'contract data', 'representative', ...formOf(representative)).includes(key);
}

function formOf({ taxCode, email }: Representative): readonly [string, string] {
  return [comparisonForms.taxCode(taxCode) ?? taxCode, comparisonForms.email(email) ?? email];
}
