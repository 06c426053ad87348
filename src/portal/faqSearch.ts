import { stemmer as englishStem } from '@orama/stemmers/english';
import { stemmer as italianStem } from '@orama/stemmers/italian';
import MiniSearch, { type SearchResult } from 'minisearch';
import type { Locale } from '../../workflows/contracts/flow';
import { plainText } from '../identifiers/typedText';
import { faqEntries, type FaqEntry } from './words/faq';

const stems: Readonly<Record<Locale, (word: string) => string>> = { it: italianStem, en: englishStem };

/** Where no answer has all the words, those are shown whose score comes near the best one. */
const leastShareOfBest = 0.5;
/** Shorter stems would be the beginning of too many words. */
const leastPrefixLength = 4;

const indices: Readonly<Record<Locale, MiniSearch<FaqEntry>>> = {
  it: indexOf('it'),
  en: indexOf('en'),
};

/**
 * Answers of the FAQ, best first. Words are compared by their stems; accents and case do not count. An answer
 * has all the words; where none does, some of them.
 *
 * @param typed an empty search finds every answer, in the order of the page
 */
export function searchFaq(typed: string, locale: Locale): readonly FaqEntry[] {
  const search = plainText(typed.normalize('NFKC'));
  const entries = faqEntries[locale];
  if (search === '') return entries;
  const found = withAllWords(search, locale);
  const results = found.length > 0 ? found : withSomeWords(search, locale);
  return results.flatMap(({ id }) => entries.find((entry) => entry.id === id) ?? []);
}

function withAllWords(search: string, locale: Locale): readonly SearchResult[] {
  return indices[locale].search(search, { combineWith: 'AND' });
}

function withSomeWords(search: string, locale: Locale): readonly SearchResult[] {
  const results = indices[locale].search(search);
  const best = results[0]?.score ?? 0;
  return results.filter(({ score }) => score >= best * leastShareOfBest);
}

function indexOf(locale: Locale): MiniSearch<FaqEntry> {
  const index = new MiniSearch<FaqEntry>({
    fields: ['question', 'answer'],
    processTerm: (word) => stems[locale](withoutAccents(word)),
    searchOptions: { boost: { question: 3 }, prefix: (stem) => stem.length >= leastPrefixLength },
  });
  index.addAll(faqEntries[locale]);
  return index;
}

function withoutAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
}
