import { searchFaq } from '../../src/portal/faqSearch';
import { pageTexts } from '../../src/portal/texts';
import { faqEntries } from '../../src/portal/words/faq';

const found = (search: string, locale: 'it' | 'en' = 'it') => searchFaq(search, locale).map(({ id }) => id);

test.each([
  ['it', 'cancellare', 'cancellare'],
  ['it', 'Come posso cancellare il mio account?', 'cancellare'],
  ['it', 'mi registro come dipendente', 'dipendente'],
  ['it', 'ho dimenticato la password', 'password'],
  ['en', 'deleting my account', 'cancellare'],
  ['en', 'two sims', 'due-sim'],
] as const)('the answer comes first however its word is inflected (%s: %s)', (locale, search, id) => {
  expect(found(search, locale)[0]).toBe(id);
});

test('accents and case do not count', () => {
  expect(found('MAIUSCOLE')).toEqual(found('maiuscole'));
  expect(found('pùk')).toEqual(found('puk'));
  expect(found('ＰＵＫ')).toEqual(found('puk'));
  expect(found('puk')).toContain('puk');
  expect(found('\u200ep\u200buk\u00a0card')).toEqual(found('puk card'));
});

test('the beginning of a word is enough', () => {
  expect(found('minusc')).toContain('maiuscole');
});

test('answers that have all the words leave the others out', () => {
  expect(found('puk card')).toEqual(['puk']);
});

test('nothing that is searched for finds everything, and what no answer has finds nothing', () => {
  expect(searchFaq(' ', 'it')).toBe(faqEntries.it);
  expect(found('banana')).toEqual([]);
});

test('the menu of the deletion has the name that it has here, and that of the App (rule 34)', () => {
  const [entry] = searchFaq('cancellare il mio account', 'it');
  expect(entry?.answer).toContain('apri «Account e Profilo» e scegli «Cancella account»');
  expect(entry?.answer).toContain('sull’App il menu è «Altro – Account e Profilo»');
  expect([pageTexts.it.account.heading, pageTexts.it.account.links.deletion]).toEqual([
    'Account e Profilo',
    'Cancella account',
  ]);
});
