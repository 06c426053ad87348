import { validate } from 'stdnum/lib/cjs/it/iva';

const longestText = 32;
const vatNumberText = /^(?:IT)?(?<digits>\d{11})$/i;

/**
 * Italian VAT number (Partita IVA): office code and check digit verified.
 *
 * @param text 11 digits, with or without `IT` before them; spaces do not count.
 * @returns 11 digits; undefined for what is no VAT number.
 */
export function normaliseVatNumber(text: string): string | undefined {
  if (text.length > longestText) return undefined;
  const digits = vatNumberText.exec(text.replaceAll(' ', ''))?.groups?.['digits'];
  if (digits === undefined || !validate(digits).isValid) return undefined;
  return digits;
}
