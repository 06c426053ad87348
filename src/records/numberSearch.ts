import { compactText } from '../identifiers/typedText';

const searchText = /^\+?\d+$/;
const leastDigits = 3;
const mostDigits = 15;
const longestText = 64;
const italy = '39';

/** What a number may begin with (E.164), and what it may end in; one of them is enough. */
export interface NumberSearch {
  /** E.164 */
  readonly beginnings: readonly string[];
  readonly lastDigits?: string;
}

/**
 * First digits of a number, with or without the country, or its last digits; with `+` before them they are the first ones, of
 * any country.
 *
 * @returns undefined for what does not hold 3 to 15 digits, or holds anything but digits, blanks and `( ) . / -`
 */
export function numberSearchOf(text: string): NumberSearch | undefined {
  if (text.length > longestText) return undefined;
  const dialledText = compactText(text).replace(/[./]/g, '');
  if (!searchText.test(dialledText)) return undefined;
  const digits = dialledText.replace('+', '');
  if (digits.length < leastDigits || digits.length > mostDigits) return undefined;
  if (dialledText.startsWith('+')) return { beginnings: [`+${digits}`] };
  const dialled = digits.startsWith('00') && digits.length >= leastDigits + 2 ? [`+${digits.slice(2)}`] : [];
  return { beginnings: [`+${italy}${digits}`, `+${digits}`, ...dialled], lastDigits: digits };
}

/** Whether a number (E.164) is looked for. */
export function isFound(msisdn: string, { beginnings, lastDigits }: NumberSearch): boolean {
  return (
    beginnings.some((beginning) => msisdn.startsWith(beginning)) ||
    (lastDigits !== undefined && msisdn.endsWith(lastDigits))
  );
}

/** Bounds of all texts of ASCII that begin so. */
export function beginningWith(text: string): { readonly $gte: string; readonly $lt: string } {
  return { $gte: text, $lt: `${text}~` };
}
