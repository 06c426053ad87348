import ipaddr from 'ipaddr.js';
import type { Keyring } from '../config/keys';
import { keyedDigest } from '../security/digests';

/** How much of an IPv6 address belongs to one subscriber: the first 64 bits. */
const subscriberBits = 64;

/**
 * The network that a request came from: an IPv4 address, or the first 64 bits of an IPv6 one, since a subscriber commands
 * all the addresses below it.
 */
function subscriberNetwork(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${subscriberBits}`).toString();
}

/** Keyed digest of the network that a request came from: what is counted under it names nobody. */
export function addressKeyOf(serviceKeys: Keyring, address: string | undefined): string {
  return keyedDigest(serviceKeys, 'network address', subscriberNetwork(address));
}
