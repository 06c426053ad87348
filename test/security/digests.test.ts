import fc from 'fast-check';
import { equalInConstantTime, hmac, keyedDigest, keyedDigests } from '../../src/security/digests';
import { keyringOf } from './keys';

const keys = keyringOf('one');
const key = keys.current('contract data');

describe('keyed digests', () => {
  test('of two different lists of parts never meet', () => {
    const lists = fc.array(fc.string({ unit: fc.constantFrom('a', '1', ':', '2', 'à') }), { maxLength: 4 });
    fc.assert(
      fc.property(lists, lists, (left, right) => {
        const same = JSON.stringify(left) === JSON.stringify(right);
        expect(hmac(key, ...left) === hmac(key, ...right)).toBe(same);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    [
      ['ab', 'c'],
      ['a', 'bc'],
    ],
    [['a', ''], ['a']],
    [['1:a'], ['a']],
    [['a1:b'], ['a', 'b']],
    [[], ['']],
  ])('of %j and %j differ', (left, right) => {
    expect(hmac(key, ...left)).not.toBe(hmac(key, ...right));
  });

  test('are 43 characters of base64url, and differ by purpose and by key', () => {
    const digests = [
      keyedDigest(keys, 'contract data', 'x'),
      keyedDigest(keys, 'mailbox', 'x'),
      keyedDigest(keyringOf('two'), 'contract data', 'x'),
    ];
    for (const digest of digests) expect(digest).toMatch(/^[\w-]{43}$/);
    expect(new Set(digests).size).toBe(3);
  });

  test('are looked up under every key of the ring, the current one first', () => {
    const ring = keyringOf('two', 'one');
    expect(keyedDigests(ring, 'mailbox', 'x')).toEqual([
      keyedDigest(keyringOf('two'), 'mailbox', 'x'),
      keyedDigest(keyringOf('one'), 'mailbox', 'x'),
    ]);
  });

  test('texts are compared as texts are, of any length and language', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (left, right) => {
        expect(equalInConstantTime(left, right)).toBe(left === right);
        expect(equalInConstantTime(left, left)).toBe(true);
      }),
    );
  });
});
