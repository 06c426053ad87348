import { compactText } from './typedText';

const pukText = /^\d{8}$/;

/**
 * PUK of a SIM, as its card shows it.
 *
 * @param text 8 digits; dashes, blanks and brackets do not count.
 * @returns 8 digits; undefined for anything else.
 */
export function normalisePuk(text: string): string | undefined {
  const digits = compactText(text);
  return pukText.test(digits) ? digits : undefined;
}
