import fc from 'fast-check';
import { normaliseVatNumber } from '../../src/identifiers/vatNumber';

describe('VAT numbers', () => {
  const digits = fc.tuple(fc.nat(9_999_999), fc.integer({ min: 1, max: 100 })).map(([ordinal, office]) => {
    const first10 = `${String(ordinal).padStart(7, '0')}${String(office).padStart(3, '0')}`;
    return `${first10}${luhnCheckDigit(first10)}`;
  });

  test('the prefix and spaces do not count', () => {
    fc.assert(
      fc.property(digits, (text) => {
        for (const form of [
          text,
          `IT${text}`,
          `it ${text}`,
          ` IT ${text.slice(0, 4)} ${text.slice(4)} `,
          `IT-${text}`,
          `P.IVA ${text}`,
          `P. IVA: IT${text}`,
          `(${text})`,
          `P.I. IT${text}`,
          `Partita IVA n. ${text}`,
          `VAT: ${text}`,
          `IT.${text.slice(0, 3)}.${text.slice(3)}`,
          `="${text}"`,
          `'${text}`,
          `${text};`,
        ])
          expect(normaliseVatNumber(form)).toBe(text);
      }),
    );
  });

  test('a single wrong digit is refused', () => {
    fc.assert(
      fc.property(digits, fc.nat(10), fc.integer({ min: 1, max: 9 }), (text, place, shift) => {
        const wrong = String((Number(text.charAt(place)) + shift) % 10);
        expect(normaliseVatNumber(`${text.slice(0, place)}${wrong}${text.slice(place + 1)}`)).toBeUndefined();
      }),
    );
  });

  test.each(['', 'IT', '0074311015', '007431101577', 'DE00743110157', '00000000000', 'ITIT00743110157'])(
    '%p is refused',
    (text) => {
      expect(normaliseVatNumber(text)).toBeUndefined();
    },
  );

  function luhnCheckDigit(first10: string): number {
    const sum = Array.from(first10, (character, place) => {
      const value = Number(character) * (place % 2 === 0 ? 1 : 2);
      return value > 9 ? value - 9 : value;
    }).reduce((total, value) => total + value, 0);
    return (10 - (sum % 10)) % 10;
  }
});
