import { normaliseLineNumber, normaliseMsisdn, shownNumber } from '../../src/identifiers/msisdn';

describe('mobile numbers', () => {
  test.each([
    '3331234567',
    '+39 333 1234567',
    '0039 333-1234567',
    '(333) 123.4567',
    '393331234567',
    '(+39) 333 123 4567',
    '(0039) 333/1234567',
    '[+39] 3331234567',
    '+39 (0) 333 1234567',
    '\u202d+39 333 123 4567\u202c',
    '+39\u00a0333\u2011123\u20134567',
    '\u2066+39 333 1234567\u2069',
    '３３３１２３４５６７',
    'tel:+393331234567',
    '333 1234567\r\n',
    '="393331234567"',
    "'3331234567",
    '"333 1234567",',
    '3331234567;',
    'Tel. 333 1234567',
    'sms:+393331234567',
    '393331234567.0',
  ])('%p is an Italian mobile', (text) => {
    expect(normaliseMsisdn(text)).toBe('+393331234567');
  });

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

describe('numbers of data-only lines', () => {
  test.each([
    '+393991234567890',
    '0039 399 1234567890',
    '3991234567890',
    '393991234567890',
    '(+39) 399-123-4567890',
  ])('%p has up to 13 digits behind the country code', (text) => {
    expect(normaliseLineNumber(text)).toBe('+393991234567890');
    expect(normaliseMsisdn(text)).toBeUndefined();
  });

  test('a number that a program read as a fraction gets no digit more', () => {
    expect(normaliseLineNumber('39991234567890.0')).toBeUndefined();
    expect(normaliseLineNumber('3991234567890.0')).toBe('+393991234567890');
    expect(normaliseLineNumber('393331234567.0')).toBe('+393331234567');
  });

  test('a voice line is read as it is elsewhere', () => {
    expect(normaliseLineNumber('393331234567')).toBe('+393331234567');
    expect(normaliseLineNumber('+41 79 123 45 67')).toBe('+41791234567');
  });

  test.each([
    ['one digit more', '+3939912345678901'],
    ['another country', '+413991234567890'],
    ['a fixed line', '02 12345678'],
    ['a country code alone', '+39'],
    ['too few digits', '+3933312'],
  ])('%s is refused', (_what, text) => {
    expect(normaliseLineNumber(text)).toBeUndefined();
  });
});

describe('numbers as they are shown', () => {
  test.each([
    ['+393917000001', '+39 391 700 0001'],
    ['+393991234567890', '+39 399 123 4567890'],
    ['+41791234567', '+41 79 123 45 67'],
    ['ChiaraEsempio', 'ChiaraEsempio'],
    ['', ''],
  ])('%s is shown as %s', (line, shown) => {
    expect(shownNumber(line)).toBe(shown);
    if (line.startsWith('+')) expect(normaliseLineNumber(shown)).toBe(line);
  });
});
