import { catalogue } from '../../src/errors/catalogue';
import { fieldCodes, passwordObjections } from '../../src/errors/fieldTexts';
import { locales, refusalCodes } from '../../workflows/contracts/flow';

const codes = Object.entries(catalogue);

const ofTheService = ['OVERLOADED', 'TEMPORARILY_UNAVAILABLE', 'INTERNAL_ERROR', 'CODE_ENTRY_PAUSED'];

describe('the catalogue of errors', () => {
  test('has every refusal of a flow, of a field and of a password', () => {
    expect(Object.keys(catalogue)).toEqual(
      expect.arrayContaining([...refusalCodes, ...fieldCodes, ...passwordObjections]),
    );
  });

  test.each(codes)('%s has a status of an error', (code, { status }) => {
    expect([400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503]).toContain(status);
    expect(status >= 500).toBe(ofTheService.includes(code));
  });

  test.each([...fieldCodes, ...passwordObjections])(
    '%s is a 422: the field is there, its value cannot be',
    (code) => {
      expect(catalogue[code].status).toBe(422);
    },
  );

  describe.each(locales)('in %s', (locale) => {
    test.each(codes)(
      '%s has a title and says what to do, in whole sentences without placeholders',
      (_code, entry) => {
        const { title, detail } = entry[locale];
        expect(title).toMatch(/^[A-ZÀ-Ý].{2,60}[^.]$/);
        expect(detail).toMatch(/^[A-ZÀ-Ý0-9].{10,}\.$/);
        expect(title + detail).not.toMatch(/[{}<>%]|undefined|TODO|\$|\[|\s{2}|^\s|\s$/);
      },
    );

    test('no two codes share their texts', () => {
      const texts = codes.map(([, entry]) => JSON.stringify(entry[locale]));
      expect(new Set(texts).size).toBe(texts.length);
    });
  });

  test.each(codes)('%s is not told in one language twice', (_code, { it, en }) => {
    expect(it.detail).not.toBe(en.detail);
    expect(it.title).not.toBe(en.title);
    expect(en.title + en.detail).not.toMatch(/[àèéìòù’]/);
    expect(it.title + it.detail).not.toMatch(/\b(the|your|with)\b|'/);
  });
});
