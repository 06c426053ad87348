import type { Locale } from '../../../workflows/contracts/flow';

/** The words of a field in one language. */
interface FieldWords {
  readonly label: string;
  readonly hint: string;
  /** What the page asks for where the field was left empty; empty for a field that may be. */
  readonly empty: string;
}

/** The words of fields, by their names. */
export type WordsOfFields = Readonly<Record<string, Readonly<Record<Locale, FieldWords>>>>;

export function asked(label: string, empty: string, hint = ''): FieldWords {
  return { label, empty, hint };
}

/** Of a field that may be left empty. */
export function optional(label: string, hint = ''): FieldWords {
  return { label, empty: '', hint };
}

export const usernameRule = {
  it: 'Da 6 a 32 lettere e cifre, la prima una lettera. Maiuscole e minuscole sono diverse.',
  en: '6 to 32 letters and digits, a letter first. Upper and lower case matter.',
};
