import ipaddr from 'ipaddr.js';
import type { Keyring } from '../config/keys';
import { keyedDigest } from '../security/digests';

/** A range of addresses that many people share, and by how much its figures are multiplied. */
export interface SharedNetwork {
  /** Of `ipaddr.js`: address and number of bits. */
  readonly range: readonly [ipaddr.IPv4 | ipaddr.IPv6, number];
  readonly factor: number;
}

/** What of an IPv6 address may belong to one customer, the widest first: a provider gives a /48, a /56 or a /64. */
const ipv6Bits = [48, 56, 64] as const;
const digestLength = 22;

/** One network that a request came from, as limits count it. */
export interface OriginLevel {
  readonly key: string;
  /** What the figures of an origin are multiplied by. */
  readonly factor: number;
}

/** Names the networks that requests come from by keyed digests, so that no counter holds an address. */
export class Origins {
  constructor(
    private readonly serviceKeys: Keyring,
    private readonly sharedNetworks: readonly SharedNetwork[],
  ) {}

  /** @returns one text for all levels: digests joined by `.`, the widest first; behind `*` the factor of a shared network */
  keyOf(address: string | undefined): string {
    const parsed = parsedAddress(address);
    const networks = networksOf(parsed).map((network) =>
      keyedDigest(this.serviceKeys, 'network address', network).slice(0, digestLength),
    );
    const factor = this.factorOf(address);
    return networks.join('.') + (factor === undefined ? '' : `*${factor}`);
  }

  /** What configuration multiplies the figures of the address by, since many people share it; undefined where it says nothing. */
  factorOf(address: string | undefined): number | undefined {
    const parsed = parsedAddress(address);
    return parsed && this.sharedNetworks.find(({ range }) => isWithin(parsed, range))?.factor;
  }
}

function parsedAddress(address: string | undefined): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  return address !== undefined && ipaddr.isValid(address) ? ipaddr.process(address) : undefined;
}

function networksOf(address: ipaddr.IPv4 | ipaddr.IPv6 | undefined): string[] {
  if (!address) return ['unknown'];
  if (address instanceof ipaddr.IPv4) return [address.toString()];
  return ipv6Bits.map(
    (bits) => `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${bits}`).toString()}/${bits}`,
  );
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, range: SharedNetwork['range']): boolean {
  return address.kind() === range[0].kind() && address.match([...range]);
}

/** The levels of an origin's key, the narrowest first: each wider network may do twice as much as the one in it. */
export function levelsOf(originKey: string): [OriginLevel, ...OriginLevel[]] {
  const [networks = '', factor = '1'] = originKey.split('*');
  const parts = networks.split('.');
  const [narrowest, ...wider] = parts.map((_part, index) => ({
    key: parts.slice(0, parts.length - index).join('.'),
    factor: Number(factor) * 2 ** index,
  }));
  return [narrowest ?? { key: networks, factor: 1 }, ...wider];
}

/** Who counts as one towards a subject: an IPv4 address, or a /56, since one home has all networks below it. */
export function sharerOf(originKey: string): string {
  const [narrowest, home = narrowest] = levelsOf(originKey);
  return home.key;
}

/** The site that a sharer's home is in: of IPv6 a /48, else the sharer itself. */
export function siteOf(sharer: string): string {
  return sharer.split('.')[0] ?? sharer;
}
