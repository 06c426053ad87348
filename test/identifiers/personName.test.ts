import fc from 'fast-check';
import {
  normalisePersonName,
  shownPersonName,
  spellingsOfPersonName,
} from '../../src/identifiers/personName';

describe('names', () => {
  test.each([
    ["D'Angelò  Maria", 'dangelo maria'],
    ['D’Angelò', "D'ANGELO'"],
    ['D\u02bcAngelo', "D'Angelo"],
    ['D\u02c8Angelo', "D'Angelo"],
    ['\u02bfAbd', 'Abd'],
    ['"Rossi"', 'Rossi'],
    ['Rossi,', 'Rossi'],
    ['NICCOLO`', 'Niccolò'],
    ['Niccolo\u0300', 'Niccol\u00f2'],
    ['De Luca', 'DELUCA'],
    ['Bianchi-Verdi', 'bianchi verdi'],
    ['Bianchi\u2011Verdi', 'BIANCHI VERDI'],
    ['Müller', 'MULLER'],
    ['Groß', 'GROSS'],
    ['Łukasz Østergård', 'LUKASZ OSTERGARD'],
    ['İnci', 'inci'],
    ['Nguyễn', 'nguyen'],
    ['Παπαδόπουλος', 'ΠΑΠΑΔΟΠΟΥΛΟΣ'],
    ['S. Anna', 'S Anna'],
    ['BEISPIELẞ', 'Beispielß'],
    ['Beispielß', 'BEISPIELSS'],
    ['Yıldız', 'YILDIZ'],
    ['Əliyev', 'ELIYEV'],
    ['Ŋgugi', 'Ngugi'],
    ['Ɓala', 'bala'],
    ['Gal·la', 'Galla'],
    ['Maria\u200b', 'maria'],
    ['De\u00a0Luca', 'De Luca'],
    ['D\u2032Angelo', "D'Angelo"],
    ['Anna\u2014Maria', 'Anna Maria'],
  ])('%s equals %s', (left, right) => {
    expect(normalisePersonName(left)).toBeDefined();
    expect(normalisePersonName(left)).toBe(normalisePersonName(right));
  });

  test.each([
    ['Jörg', ['jorg', 'joerg']],
    ['GÖSSWEINÜ', ['gosswein\u0075', 'gossweinue', 'goessweinu', 'goessweinue']],
    ['Åse', ['ase', 'aase']],
    ['Østergård', ['ostergard', 'ostergaard', 'oestergard', 'oestergaard']],
    ['Jo\u0308rg', ['jorg', 'joerg']],
    ['Joerg', ['joerg']],
    ['Äöüäöü', ['aouaou', 'aeoeueaeoeue']],
    ['Rossi', ['rossi']],
    ['R2D2', []],
  ])('the record %s is matched by %p', (recorded, forms) => {
    expect([...spellingsOfPersonName(recorded)].sort()).toEqual([...forms].sort());
  });

  test('different names stay different', () => {
    expect(normalisePersonName('Mario')).not.toBe(normalisePersonName('Maria'));
    expect(normalisePersonName('Rosso')).not.toBe(normalisePersonName('Rossi'));
  });

  test('composed and decomposed spellings compare equal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-composite', maxLength: 40 }), (text) => {
        const [composed, decomposed] = [text.normalize('NFC'), text.normalize('NFD')];
        if (decomposed.length <= 100)
          expect(normalisePersonName(composed)).toBe(normalisePersonName(decomposed));
      }),
    );
  });

  test.each(['', ' ', "'", '-', 'R2D2', 'Maria<script>', 'Maria; Anna', 'a'.repeat(101)])(
    '%p is refused',
    (text) => {
      expect(normalisePersonName(text)).toBeUndefined();
    },
  );
});

describe('a name that is shown', () => {
  test.each([
    ['De  Rossi ', 'De Rossi'],
    ['“De Rossi”, ', 'De Rossi'],
    ["Niccolo'", "Niccolo'"],
    ['G.B.', 'G.B.'],
    ['J.R.R. Tolkien', 'J.R.R. Tolkien'],
    ['S. Anna', 'S. Anna'],
    ["D'Amico-Rossi Jr.", "D'Amico-Rossi Jr."],
    ['Nicolo\u0300', 'Nicolò'],
    ["D'Angelo", "D'Angelo"],
    ['Anna\nMaria', 'Anna Maria'],
    ['\u202eAnna', 'Anna'],
  ])('"%s" is written "%s"', (text, shown) => expect(shownPersonName(text)).toBe(shown));

  test.each([
    ...['Vai su sito.example', 'www.sito.it', 'www.q.it', 't.me', 'Anna t.me', 'T.ME', 't.m\u0301e', 't.mé'],
    ...['q.\u200bit', 'a.рф', 't. m.it', 'http://q', 't．me', 't。me', '<b>', '', '12'],
  ])('"%s" is none: mail programs would make a link of it, or it is no name at all', (text) =>
    expect(shownPersonName(text)).toBeUndefined(),
  );
});
