import { normaliseIccid, normaliseOneTimeCode, normalisePuk } from '../../src/identifiers/typedText';

describe('PUKs', () => {
  test.each([
    '12345678',
    '1234 5678',
    '1234-5678',
    '12 34 56 78',
    ' 12345678 ',
    '1234 - 5678',
    '1234\u20115678',
    '1234\u00a05678',
    '\u200e12345678\u200f',
    '(1234) 5678',
    '12345678\r\n',
    '١٢٣٤٥٦٧٨',
    '12345678.',
    '="12345678"',
    '“12345678”,',
    "'12345678",
    'PUK: 1234 5678',
    `12345678${' '.repeat(30)}`,
  ])('%p is taken as its digits', (text) => {
    expect(normalisePuk(text)).toBe('12345678');
  });

  test('leading zeros are kept', () => {
    expect(normalisePuk('0000 0001')).toBe('00000001');
  });

  test.each(['', '1234567', '123456789', '1234567a', '1234.5678', '1234567\u00005'])(
    '%p is refused',
    (text) => {
      expect(normalisePuk(text)).toBeUndefined();
    },
  );
});

describe('serial numbers of SIMs', () => {
  test.each([
    '8939010000000000001F',
    'ICCID: 8939 0100 0000 0000 001',
    '="8939010000000000001"',
    '8939010000000000001;',
  ])('%p is taken as its digits', (text) => {
    expect(normaliseIccid(text)).toBe('8939010000000000001');
  });

  test.each(['893901000000000001F', '89390100000000000012F', '8.939E+18'])('%p is refused', (text) => {
    expect(normaliseIccid(text)).toBeUndefined();
  });
});

describe('one-time codes', () => {
  test.each([
    '123456',
    '123 456',
    '123-456',
    ' 123456',
    '123456 ',
    ' 123 456 ',
    '-123456-',
    '12 3456',
    '123  456',
    '123 - 456',
    '\u00a0123\u202f456\n',
    '\u202d123456\u202c',
    '123\u2013456',
    '(123456)',
    '#123456',
    '123456.',
    '123456,',
    '"123456".',
    '«123456»',
    '１２３４５６',
    '123456 è il codice per registrare la tua linea.\n\n@selfcare.example #123456',
  ])('%p is taken as its digits', (text) => {
    expect(normaliseOneTimeCode(text)).toBe('123456');
  });

  test('leading zeros are kept', () => {
    expect(normaliseOneTimeCode('000 001')).toBe('000001');
  });

  test.each(['', '12345', '1234567', '123.456', '12345O', '+123456', '123456 1'])('%p is refused', (text) => {
    expect(normaliseOneTimeCode(text)).toBeUndefined();
  });
});
