import { plainText } from './typedText';

const marks = /\p{M}/gu;

/**
 * Name of an offer in the form in which two spellings of it are compared: without accents and blanks, upper and lower
 * case alike. Signs count, since `Smart` and `Smart+` may be two offers.
 *
 * @returns the form for comparing, not for showing; empty where nothing is left.
 */
export function comparableOfferName(text: string): string {
  return plainText(text).normalize('NFKD').replace(marks, '').replaceAll(' ', '').toUpperCase().toLowerCase();
}
