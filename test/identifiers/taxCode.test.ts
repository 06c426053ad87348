import fc from 'fast-check';
import { checkCharacterOf, normaliseTaxCode } from '../../src/identifiers/taxCode';

const omocodiaPositions = [6, 7, 9, 10, 12, 13, 14];
const omocodiaLetters = 'LMNPQRSTUV';
const monthLetters = 'ABCDEHLMPRST';

function codeOf(first15: string): string {
  return `${first15}${checkCharacterOf(first15)}`;
}

function withOmocodia(code: string, positions: readonly number[]): string {
  const characters = code.slice(0, 15).split('');
  for (const position of positions)
    characters[position] = omocodiaLetters.charAt(Number(characters[position]));
  return codeOf(characters.join(''));
}

function dayPart(date: Date, sex: 'F' | 'M'): string {
  const day = date.getUTCDate() + (sex === 'F' ? 40 : 0);
  const year = String(date.getUTCFullYear() % 100).padStart(2, '0');
  return `${year}${monthLetters.charAt(date.getUTCMonth())}${String(day).padStart(2, '0')}`;
}

const births = fc.date({
  min: new Date('1910-01-01'),
  max: new Date('2025-12-31'),
  noInvalidDate: true,
});
const codes = fc
  .record({
    names: fc.constantFrom('RSSMRA', 'FOXLAX', 'DNGNCL', 'NGYIOX', 'SMTJHN'),
    born: births,
    sex: fc.constantFrom('F' as const, 'M' as const),
    place: fc.constantFrom('H501', 'F205', 'A001', 'M423', 'Z114', 'Z404', 'Z611'),
  })
  .map(({ names, born, sex, place }) => codeOf(`${names}${dayPart(born, sex)}${place}`));

describe('tax codes', () => {
  test('all omocodia variants of a code compare equal', () => {
    fc.assert(
      fc.property(codes, fc.subarray(omocodiaPositions), (code, positions) => {
        expect(normaliseTaxCode(withOmocodia(code, positions))).toBe(code);
      }),
    );
  });

  test('a changed check character is refused', () => {
    fc.assert(
      fc.property(codes, fc.integer({ min: 1, max: 25 }), (code, shift) => {
        const wrong = String.fromCharCode(65 + ((code.charCodeAt(15) - 65 + shift) % 26));
        expect(normaliseTaxCode(`${code.slice(0, 15)}${wrong}`)).toBeUndefined();
      }),
    );
  });

  test('normalising twice changes nothing, and case and spaces do not count', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(normaliseTaxCode(code)).toBe(code);
        expect(normaliseTaxCode(` ${code.slice(0, 6).toLowerCase()} ${code.slice(6)} `)).toBe(code);
      }),
    );
  });

  test('every day of forty years is taken for both sexes', () => {
    const end = Date.parse('2008-01-01');
    const misread: string[] = [];
    for (let day = Date.parse('1968-01-01'); day < end; day += 86_400_000) {
      for (const sex of ['F', 'M'] as const) {
        const code = codeOf(`RSSMRA${dayPart(new Date(day), sex)}H501`);
        if (normaliseTaxCode(code) !== code) misread.push(code);
      }
    }
    expect(misread).toEqual([]);
  });

  test.each([
    ['30 February', 'RSSMRA80B30H501'],
    ['29 February of a common year', 'RSSMRA81B29H501'],
    ['29 February of a common year, a woman', 'RSSMRA81B69H501'],
    ['31 April', 'RSSMRA80D31H501'],
    ['31 April, a woman', 'RSSMRA80D71H501'],
    ['day 0', 'RSSMRA80A00H501'],
    ['day 32', 'RSSMRA80A32H501'],
    ['day 40', 'RSSMRA80A40H501'],
    ['day 72', 'RSSMRA80A72H501'],
    ['a month letter that is none', 'RSSMRA80F01H501'],
    ['a place code that is none', 'RSSMRA80A01A000'],
    ['a surname part that no surname gives', 'BACBBB80A01H501'],
    ['omocodia hiding 30 February', 'RSSMRA80BPLH501'],
  ])('a code with a right check character is refused: %s', (_what, first15) => {
    expect(normaliseTaxCode(codeOf(first15))).toBeUndefined();
  });

  test.each([
    ["a company's code of 11 digits", '00743110157'],
    ['fifteen characters', 'RSSMRA80A01H501'],
    ['seventeen characters', 'RSSMRA80A01H501UU'],
    ['a letter that upper case turns into two', 'RßMRA80A01H501U'],
    ['nothing', ''],
  ])('%s is refused', (_what, text) => {
    expect(normaliseTaxCode(text)).toBeUndefined();
  });

  test('known codes: a man, a woman, a person born abroad', () => {
    expect(normaliseTaxCode('RSSMRA80A01H501U')).toBe('RSSMRA80A01H501U');
    expect(normaliseTaxCode('vrdmra85t71f205s')).toBe('VRDMRA85T71F205S');
    expect(normaliseTaxCode('SMTJHN70A41ZMMQE')).toBe('SMTJHN70A41Z114E');
  });

  test.each([
    'Cod. Fisc.: RSSMRA80A01H501U',
    'Codice fiscale n. rssmra80a01h501u',
    'RSS.MRA.80A01.H501U',
    '="RSSMRA80A01H501U"',
    "'RSSMRA80A01H501U",
    'RSSMRA80A01H501U;',
    'RSSMRA80A01H501U.',
  ])('%p is taken as its sixteen characters', (text) => {
    expect(normaliseTaxCode(text)).toBe('RSSMRA80A01H501U');
  });
});
