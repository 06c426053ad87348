import { validate } from 'stdnum/lib/cjs/it/iva';
import { compactText } from './typedText';

const vatNumberText = /^(?:P\.?IVA|PARTITAIVA)?[.:]?(?:IT)?(?<digits>\d{11})$/i;

/**
 * Italian VAT number (Partita IVA): office code and check digit verified.
 *
 * @param text 11 digits, with or without `IT` or the words `P.IVA` before them; dashes, blanks and brackets do not count.
 * @returns 11 digits; undefined for anything else.
 */
export function normaliseVatNumber(text: string): string | undefined {
  const digits = vatNumberText.exec(compactText(text))?.groups?.['digits'];
  if (digits === undefined || !validate(digits).isValid) return undefined;
  return digits;
}
