import fc from 'fast-check';
import { normaliseAccountName, normaliseUsername } from '../../src/identifiers/accountName';
import { normaliseBirthDate } from '../../src/identifiers/birthDate';
import { normaliseEmailAddress } from '../../src/identifiers/emailAddress';
import { normaliseIccid, normaliseOneTimeCode, normalisePuk } from '../../src/identifiers/typedText';
import { normaliseLineNumber, normaliseMsisdn } from '../../src/identifiers/msisdn';
import { normalisePersonName } from '../../src/identifiers/personName';
import { normaliseTaxCode } from '../../src/identifiers/taxCode';
import { normaliseVatNumber } from '../../src/identifiers/vatNumber';

const normalisers = {
  accountName: (text: string) => normaliseAccountName(text)?.value,
  birthDate: (text: string) => normaliseBirthDate(text),
  emailAddress: normaliseEmailAddress,
  iccid: normaliseIccid,
  lineNumber: normaliseLineNumber,
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
  iccid: fc.stringMatching(/^89\d{15,19}$/),
  lineNumber: fc.stringMatching(/^(\+39|0039)?3\d{7,13}$/),
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

  const good = {
    accountName: 'mariarossi',
    birthDate: '1980-01-01',
    emailAddress: "anna-maria.d'este@b.example",
    iccid: '8939010000000000001',
    lineNumber: '+393991234567890',
    msisdn: '3331234567',
    oneTimeCode: '123456',
    personName: 'Maria',
    puk: '12345678',
    taxCode: 'RSSMRA80A01H501U',
    username: 'mariarossi',
    vatNumber: '00743110157',
  }[name];

  test('what a phone, a chat or a table adds around or unseen within a value changes nothing', () => {
    const unseen = fc.constantFrom(
      '\u200b',
      '\u200e',
      '\u202d',
      '\u202c',
      '\u2066',
      '\u2069',
      '\ufeff',
      '\u00ad',
      '\u2060',
      '\ufe0e',
    );
    const blank = fc.constantFrom(
      ' ',
      '\u00a0',
      '\u202f',
      '\u2009',
      '\u3000',
      '\t',
      '\r\n',
      '\n',
      '\u0085',
      '\u2028',
      '',
    );
    const value = normalise(good);
    expect(value).toBeDefined();
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(good.length), unseen)), blank, blank, (marks, before, after) => {
        const marked = marks.reduce(
          (text, [place, mark]) => text.slice(0, place) + mark + text.slice(place),
          good,
        );
        expect(normalise(`${before}${marked}${after}`)).toBe(value);
      }),
      { numRuns: 300 },
    );
  });

  test('control characters are refused', () => {
    for (const control of ['\u0000', '\u0007', '\u001b', '\u007f', '\u009b'])
      for (const text of [
        `${good}${control}`,
        `${control}${good}`,
        `${good.slice(0, 5)}${control}${good.slice(5)}`,
      ])
        expect([text, normalise(text)]).toEqual([text, undefined]);
  });
});

describe.each(['iccid', 'lineNumber', 'msisdn', 'oneTimeCode', 'puk', 'taxCode', 'vatNumber'] as const)(
  '%s',
  (name) => {
    test('dashes, blanks and brackets between the characters do not count', () => {
      const separator = fc.constantFrom('-', ' ', '\u2011', '\u2013', '\u2212', '\u00a0', '(', ')', '[', ']');
      const good = {
        iccid: '8939010000000000001',
        lineNumber: '3991234567890',
        msisdn: '3331234567',
        oneTimeCode: '123456',
        puk: '12345678',
        taxCode: 'RSSMRA80A01H501U',
        vatNumber: '00743110157',
      }[name];
      fc.assert(
        fc.property(fc.array(fc.tuple(fc.nat(good.length), separator), { maxLength: 8 }), (marks) => {
          const grouped = marks.reduce(
            (text, [place, mark]) => text.slice(0, place) + mark + text.slice(place),
            good,
          );
          expect(normalisers[name](grouped)).toBe(normalisers[name](good));
        }),
      );
    });
  },
);
