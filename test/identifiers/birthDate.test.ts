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
  ])('%s is refused', (text) => {
    expect(normaliseBirthDate(text, today)).toBeUndefined();
  });
});
