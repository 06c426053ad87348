import { normaliseBirthDate } from '../../src/identifiers/birthDate';

describe('birth dates', () => {
  const today = new Date('2026-03-01T12:00:00Z');

  test.each(['2026-03-01', '1896-03-01', '2000-02-29', '1980-12-31'])('%s is taken', (text) => {
    expect(normaliseBirthDate(text, today)).toBe(text);
  });

  test.each([
    '17/05/1980',
    '17-5-1980',
    '17.05.1980',
    ' 17 / 05 / 1980 ',
    '17\u201105\u20111980',
    '\u200e1980-05-17\u00a0',
    '17 maggio 1980',
    '17 Mag. 1980',
    '17-mag-1980',
    '17 May 1980',
    '17º maggio 1980',
    '17 05 1980',
    '17/05/1980 00:00',
    '1980-05-17T00:00:00.000Z',
    '1980/05/17',
    '１７/０５/１９８０',
    '"17/05/1980"',
  ])('%s is the day as Italians write it', (text) => {
    expect(normaliseBirthDate(text, today)).toBe('1980-05-17');
  });

  test.each([
    '2026-03-02',
    '1896-02-29',
    '2001-02-29',
    '1980-13-01',
    '1980-00-10',
    '1980-1-1',
    '05/17/1980',
    '17/05/80',
    '17-mag-80',
    '17 maj 1980',
    '31 aprile 1980',
    '1980-05-17T22:00:00Z',
  ])('%s is refused', (text) => {
    expect(normaliseBirthDate(text, today)).toBeUndefined();
  });
});
