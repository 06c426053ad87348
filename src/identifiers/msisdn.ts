import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
import type { SimKind } from '../../workflows/contracts/lines';
import { compactText, plainText } from './typedText';

/** Scheme of a link that dials, or the word before a number; and the `(0)` that no caller from abroad dials. */
const linkScheme = /^(?:tel|cell|sms|whatsapp)[.:]{1,2} ?/i;
const domesticZero = /^(?<prefix>(?:\+|00) ?\d{1,3} ?)\(0\)/;
/** What programs write that read a number as a fraction: without the cut it would be a digit more. */
const fraction = /(?<=^[+\d]{9,20})\.0$/;
const phoneText = /^\+?\d{5,20}$/;

/**
 * Digits behind +39 of a data-only line, at most: Italian numbers for machines are longer than those of voice lines. An
 * operator whose plan differs changes it here.
 */
const mostDataOnlyDigits = 13;
const fewestDataOnlyDigits = 9;

/**
 * Number of a mobile line, of any country; without a country code it is Italian. Only numbers that the numbering plan
 * gives to mobiles are taken.
 *
 * @param text dashes, blanks, brackets, dots and slashes do not count, nor does `Tel.` before it.
 * @returns E.164 (`+39…`); undefined for anything else, and for a number with an extension.
 */
export function normaliseMsisdn(text: string): string | undefined {
  const dialled = dialledText(text);
  if (dialled === undefined) return undefined;
  const number = parsePhoneNumberFromString(dialled, { defaultCountry: 'IT', extract: false });
  return number?.isValid() ? number.number : undefined;
}

/**
 * Number of a line of either kind: a mobile one, or the longer one of an Italian data-only SIM.
 *
 * @returns E.164 (`+39…`); undefined for anything else.
 */
export function normaliseLineNumber(text: string): string | undefined {
  return normaliseMsisdn(text) ?? normaliseDataOnlyNumber(text);
}

/** Whether a line of this kind may have the number (E.164). */
export function isNumberOf(simKind: SimKind, line: string): boolean {
  return simKind === 'data-only' || normaliseMsisdn(line) !== undefined;
}

/** Whether a number (E.164) is Italian and none of a mobile line: those begin with 3. */
export function isItalianLandline(number: string): boolean {
  return /^\+39[^3]/.test(number);
}

function normaliseDataOnlyNumber(text: string): string | undefined {
  const dialled = dialledText(text)?.replace(/^00/, '+');
  if (dialled === undefined || (dialled.startsWith('+') && !dialled.startsWith('+39'))) return undefined;
  const national = dialled.replace(/^\+39/, '');
  const digits = national.length > mostDataOnlyDigits ? national.replace(/^39/, '') : national;
  const isDataOnly =
    digits.startsWith('3') && digits.length >= fewestDataOnlyDigits && digits.length <= mostDataOnlyDigits;
  return isDataOnly ? `+39${digits}` : undefined;
}

function dialledText(text: string): string | undefined {
  const plain = plainText(text.normalize('NFKC')).replace(linkScheme, '').replace(domesticZero, '$<prefix>');
  const compact = compactText(plain).replace(fraction, '').replace(/[./]/g, '');
  return phoneText.test(compact) ? compact : undefined;
}

/** The longer numbers of data-only lines have no grouping of their own: three, three, and the rest. */
const longNumber = /^(?<country>\+39)(?<first>\d{3})(?<second>\d{3})(?<rest>\d+)$/;

/** A number (E.164) in groups, as people read and dictate it: `+39 391 700 0001`. */
export function shownNumber(line: string): string {
  const number = parsePhoneNumberFromString(line);
  if (number?.isValid()) return number.formatInternational();
  return line.replace(longNumber, '$<country> $<first> $<second> $<rest>');
}
