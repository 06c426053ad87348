import { normaliseBirthDate } from '../../src/identifiers/birthDate';

describe('birth dates', () => {
  const today = new Date('2026-03-01T12:00:00Z');

  test.each(['2026-03-01', '1896-03-01', '2000-02-29', '1980-12-31'])('%s is taken', (text) => {
    expect(normaliseBirthDate(text, today)).toBe(text);
  });

  test.each(['2026-03-02', '1896-02-29', '2001-02-29', '1980-13-01', '1980-00-10', '1980-1-1', '01/01/1980'])(
    '%s is refused',
    (text) => {
      expect(normaliseBirthDate(text, today)).toBeUndefined();
    },
  );
});
