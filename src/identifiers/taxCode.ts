import { CheckDigitizer, VALIDATOR } from '@marketto/codice-fiscale-utils';
import { compactText } from './typedText';

const signs = /[./:\u00b0]/g;
const label = /^(?:CF|CODFISC|CODICEFISCALE)(?:N|NO|NR)?(?=.{16}$)/i;
const taxCodeText = new RegExp(`^${VALIDATOR.CODICE_FISCALE}$`, 'i');
/** Where a digit may have given way to a letter, so that two persons of equal data differ (omocodia; D.M. 345 of 23/12/1976). */
const digitPositions: ReadonlySet<number> = new Set([6, 7, 9, 10, 12, 13, 14]);
/** The letter for each digit, 0 to 9. */
const omocodiaLetters = 'LMNPQRSTUV';
const checkCharacterPosition = 15;

/**
 * A person's tax code (codice fiscale): shape, day of the calendar and check character verified. Place codes of
 * foreign countries (`Z…`) count like those of towns; a company's code of 11 digits is refused.
 *
 * @param text 16 characters in either case; dashes, blanks, brackets, dots and slashes do not count, nor do words like
 *   `C.F.` before them.
 * @returns 16 characters in upper case, digits where omocodia had put letters, with the check character that belongs
 *   to them: all variants of a code give the same. Undefined for anything else.
 */
export function normaliseTaxCode(text: string): string | undefined {
  const compact = compactText(text).replace(signs, '').replace(label, '');
  if (!taxCodeText.test(compact)) return undefined;
  const code = compact.toUpperCase();
  if (checkCharacterOf(code) !== code.charAt(checkCharacterPosition)) return undefined;
  const base = Array.from(code.slice(0, checkCharacterPosition), digitForOmocodia).join('');
  return `${base}${checkCharacterOf(base)}`;
}

/** The sixteenth character of a tax code, from the fifteen before it. */
export function checkCharacterOf(code: string): string {
  return CheckDigitizer.checkDigit(code) ?? '';
}

function digitForOmocodia(character: string, position: number): string {
  const digit = digitPositions.has(position) ? omocodiaLetters.indexOf(character) : -1;
  return digit === -1 ? character : String(digit);
}
