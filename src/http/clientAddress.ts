import ipaddr from 'ipaddr.js';

/** How much of an IPv6 address belongs to one subscriber: the first 64 bits. */
const subscriberBits = 64;

/**
 * The network that a request came from: an IPv4 address, or the first 64 bits of an IPv6 one, since a subscriber commands
 * all the addresses below it.
 */
export function subscriberNetwork(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${subscriberBits}`).toString();
}
