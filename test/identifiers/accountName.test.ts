import fc from 'fast-check';
import { normaliseAccountName, normaliseUsername } from '../../src/identifiers/accountName';
import { normaliseMsisdn } from '../../src/identifiers/msisdn';

describe('what stands in the username field', () => {
  test.each(['3331234567', '+39 333 1234567', '0039 333-1234567', '393331234567'])(
    '%s is a line, told as E.164',
    (text) => {
      expect(normaliseAccountName(text)).toEqual({ kind: 'line', value: '+393331234567' });
    },
  );

  test('an alphanumeric username is told as it was typed, case and all', () => {
    expect(normaliseAccountName('ChiaraEsempio1')).toEqual({ kind: 'username', value: 'ChiaraEsempio1' });
  });

  test.each([
    'mariaRossi ',
    '\u00a0mariaRossi',
    'maria\u200bRossi',
    'mariaRossi\n',
    'mariaRossi. ',
    '"mariaRossi",',
  ])('%p is the username without what a keyboard or a copy added', (text) => {
    expect(normaliseAccountName(text)).toEqual({ kind: 'username', value: 'mariaRossi' });
  });

  test('the number of a data-only SIM is a line', () => {
    expect(normaliseAccountName('+393991234567890')).toEqual({ kind: 'line', value: '+393991234567890' });
  });

  test.each(['', 'short', '1mariarossi', 'maria.rossi', 'maria rossi', '02 12345678', 'maria@a.example'])(
    '%p is neither',
    (text) => {
      expect(normaliseAccountName(text)).toBeUndefined();
    },
  );

  test('nothing is both a username and a line', () => {
    const text = fc.oneof(
      fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{5,31}$/),
      fc.stringMatching(/^[A-Za-z+]?\d{9,12}$/),
      fc.stringMatching(/^(\+39|0039)? ?3[1-9]\d ?\d{6,8}$/),
    );
    fc.assert(
      fc.property(text, (typed) => {
        expect(normaliseMsisdn(typed) === undefined || normaliseUsername(typed) === undefined).toBe(true);
      }),
    );
  });
});
