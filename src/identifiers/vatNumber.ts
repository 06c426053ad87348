import { validate } from 'stdnum/lib/cjs/it/iva';
import { compactText } from './typedText';

const signs = /[./:\u00b0]/g;
const vatNumberText = /^(?:PIVA|PI|PARTITAIVA|PARTIVA|VAT)?(?:N|NO|NR)?(?:IT)?(?<digits>\d{11})$/i;

/**
 * Italian VAT number (Partita IVA): office code and check digit verified.
 *
 * @param text 11 digits, with or without `IT` or words like `P.IVA` before them; dashes, blanks, brackets, dots and slashes do not count.
 * @returns 11 digits; undefined for anything else.
 */
export function normaliseVatNumber(text: string): string | undefined {
  const digits = vatNumberText.exec(compactText(text).replace(signs, ''))?.groups?.['digits'];
  if (digits === undefined || !validate(digits).isValid) return undefined;
  return digits;
}
