import type { Keyring } from '../config/keys';
import { keyedDigest, keyedDigests } from './digests';

/** Keyed digest of an MSISDN (E.164): what budgets count on, and what stands for a line in histories. */
export function lineKeyOf(keys: Keyring, msisdn: string): string {
  return keyedDigest(keys, 'line', msisdn);
}

/** Keyed digest of a mailbox; case does not count. */
export function mailboxKeyOf(keys: Keyring, mailbox: string): string {
  return keyedDigest(keys, 'mailbox', mailbox.toLowerCase());
}

/**
 * Keyed digest of what is typed where a username is asked for. A line has the key that it has everywhere, so that wrong
 * codes for it are counted together, whichever flow they come in.
 */
export function accountNameKeyOf(keys: Keyring, name: string): string {
  return name.startsWith('+') ? lineKeyOf(keys, name) : keyedDigest(keys, 'account name', name);
}

/** The same under every key of the ring: what is looked up while keys rotate. */
export function accountNameKeysOf(keys: Keyring, name: string): string[] {
  return name.startsWith('+') ? keyedDigests(keys, 'line', name) : keyedDigests(keys, 'account name', name);
}
