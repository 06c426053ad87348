import fc from 'fast-check';
import { normaliseAccountName } from '../../src/identifiers/accountName';
import { normaliseBirthDate } from '../../src/identifiers/birthDate';
import { normaliseEmailAddress } from '../../src/identifiers/emailAddress';
import { normaliseMsisdn } from '../../src/identifiers/msisdn';
import { normaliseOneTimeCode } from '../../src/identifiers/oneTimeCode';
import { normalisePersonName } from '../../src/identifiers/personName';
import { normalisePuk } from '../../src/identifiers/puk';
import { normaliseTaxCode } from '../../src/identifiers/taxCode';
import { normaliseUsername } from '../../src/identifiers/username';
import { normaliseVatNumber } from '../../src/identifiers/vatNumber';

const normalisers = {
  accountName: (text: string) => normaliseAccountName(text)?.value,
  birthDate: (text: string) => normaliseBirthDate(text),
  emailAddress: normaliseEmailAddress,
  msisdn: normaliseMsisdn,
  oneTimeCode: normaliseOneTimeCode,
  personName: normalisePersonName,
  puk: normalisePuk,
  taxCode: normaliseTaxCode,
  username: normaliseUsername,
  vatNumber: normaliseVatNumber,
};
const plausible = {
  accountName: fc.stringMatching(/^([A-Za-z][A-Za-z0-9]{4,9}|3[1-9]\d ?\d{6,8})$/),
  birthDate: fc
    .tuple(fc.integer({ min: 1850, max: 2030 }), fc.nat(13), fc.nat(33))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join('-')),
  emailAddress: fc.emailAddress(),
  msisdn: fc.stringMatching(/^(\+39|0039)? ?3[1-9]\d ?\d{6,8}$/),
  oneTimeCode: fc.stringMatching(/^[ -]?\d{3}[ -]?\d{3}[ -]?$/),
  personName: fc.string({ unit: 'grapheme', maxLength: 60 }),
  puk: fc.stringMatching(/^\d{4}[ -]?\d{4}$/),
  taxCode: fc.stringMatching(/^[A-Z]{6}\d\d[A-EHLMPRST][0-7]\dH[L-V]01[A-Z]$/),
  username: fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{4,33}$/),
  vatNumber: fc.stringMatching(/^(IT ?)?\d{7}0\d\d\d$/),
};
const names = Object.keys(normalisers) as (keyof typeof normalisers)[];

describe.each(names)('%s', (name) => {
  const normalise = normalisers[name];

  test('normalising twice changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(plausible[name], fc.string({ unit: 'binary', maxLength: 40 })), (text) => {
        const once = normalise(text);
        if (once !== undefined) expect(normalise(once)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a hostile text of 10,000 characters is refused at once', () => {
    const repeated = ['A', '0', ' ', '+', "'", '-', '.', '@', 'a@', 'a.', '\u0301', '\u0130', '(', '3 ', 'L'];
    const hostile = fc.oneof(
      fc.constantFrom(...repeated).map((text) => text.repeat(10_000 / text.length)),
      fc.constantFrom(...repeated).map((text) => `${text.repeat(10_000 / text.length - 1)}\u0000`),
      fc.string({ unit: 'binary', minLength: 5_000, maxLength: 10_000 }),
    );
    const started = process.hrtime.bigint();
    fc.assert(
      fc.property(hostile, (text) => {
        expect(normalise(text)).toBeUndefined();
      }),
    );
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(30_000);
  });

  test('control characters are refused', () => {
    const good = {
      accountName: 'mariarossi',
      birthDate: '1980-01-01',
      emailAddress: 'a@b.example',
      msisdn: '3331234567',
      oneTimeCode: '123456',
      personName: 'Maria',
      puk: '12345678',
      taxCode: 'RSSMRA80A01H501U',
      username: 'mariarossi',
      vatNumber: '00743110157',
    }[name];
    expect(normalise(good)).toBeDefined();
    for (const control of ['\r', '\n', '\r\n', '\t', '\u0000', '\u0085', '\u2028'])
      for (const text of [
        `${good}${control}`,
        `${control}${good}`,
        `${good.slice(0, 5)}${control}${good.slice(5)}`,
      ])
        expect([text, normalise(text)]).toEqual([text, undefined]);
  });
});
