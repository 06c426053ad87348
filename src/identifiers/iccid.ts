import { compactText } from './typedText';

const iccidText = /^89\d{16,18}$/;

/**
 * Serial number of a SIM (ITU-T E.118).
 *
 * @param text 18 to 20 digits from 89 on; dashes, blanks and brackets do not count.
 * @returns the digits; undefined for anything else.
 */
export function normaliseIccid(text: string): string | undefined {
  const digits = compactText(text);
  return iccidText.test(digits) ? digits : undefined;
}
