import ipaddr from 'ipaddr.js';
import { levelsOf, Origins, sharerOf } from '../../src/limits/origins';
import { keyringOf } from '../security/keys';

const shared = [
  { range: ipaddr.parseCIDR('192.0.2.0/24'), factor: 10 },
  { range: ipaddr.parseCIDR('2001:db8:ff::/48'), factor: 5 },
];
const origins = new Origins(keyringOf('one'), shared);
const keysOf = (address: string) => levelsOf(origins.keyOf(address)).map(({ key }) => key);

describe('an origin', () => {
  test('of IPv4 is its address, also where it comes in the form of IPv6', () => {
    expect(keysOf('198.51.100.7')).toHaveLength(1);
    expect(origins.keyOf('::ffff:198.51.100.7')).toBe(origins.keyOf('198.51.100.7'));
    expect(origins.keyOf('198.51.100.8')).not.toBe(origins.keyOf('198.51.100.7'));
  });

  test('of IPv6 is its /64, its /56 and its /48, each with twice the figures of the one in it', () => {
    const [own, home, site] = keysOf('2001:db8:1:203::1');
    expect(keysOf('2001:db8:1:203:ffff::9')).toEqual([own, home, site]);
    expect(keysOf('2001:db8:1:2ff::1').slice(1)).toEqual([home, site]);
    expect(keysOf('2001:db8:1:ff03::1').slice(2)).toEqual([site]);
    expect(keysOf('2001:db8:2:203::1')).not.toContain(site);
    expect(levelsOf(origins.keyOf('2001:db8:1:203::1')).map(({ factor }) => factor)).toEqual([1, 2, 4]);
    expect(sharerOf(origins.keyOf('2001:db8:1:203::1'))).toBe(home);
  });

  test('in a shared network has the factor of its range', () => {
    expect(levelsOf(origins.keyOf('192.0.2.200')).map(({ factor }) => factor)).toEqual([10]);
    expect(levelsOf(origins.keyOf('2001:db8:ff:1::1')).map(({ factor }) => factor)).toEqual([5, 10, 20]);
    expect([origins.factorOf('192.0.2.1'), origins.factorOf('192.0.3.1')]).toEqual([10, undefined]);
  });

  test('holds no address, and one that cannot be read is one origin', () => {
    expect(origins.keyOf('198.51.100.7')).not.toContain('198.51');
    expect(origins.keyOf(undefined)).toBe(origins.keyOf('no address'));
  });
});
