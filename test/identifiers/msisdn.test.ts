import { normaliseMsisdn } from '../../src/identifiers/msisdn';

describe('mobile numbers', () => {
  test.each(['3331234567', '+39 333 1234567', '0039 333-1234567', '(333) 123.4567', '393331234567'])(
    '%s is an Italian mobile',
    (text) => {
      expect(normaliseMsisdn(text)).toBe('+393331234567');
    },
  );

  test('a mobile of another country is taken with its country code', () => {
    expect(normaliseMsisdn('+41 79 123 45 67')).toBe('+41791234567');
  });

  test.each([
    ['a fixed line', '02 12345678'],
    ['a toll-free number', '800 123456'],
    ['a voice mailbox', '333 12345678'],
    ['a foreign fixed line', '+41 44 668 18 00'],
    ['an extension', '3331234567 ext 5'],
    ['an extension as a parameter', '3331234567;ext=5'],
    ['words', 'call 3331234567'],
    ['a number of a plan that does not exist', '+999 3331234567'],
    ['too few digits', '33312'],
  ])('%s is refused', (_what, text) => {
    expect(normaliseMsisdn(text)).toBeUndefined();
  });
});
