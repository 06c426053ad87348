import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';

const longestText = 32;
const phoneText = /^[+\d\s()./-]+$/;

/**
 * Number of a mobile line, of any country; without a country code it is Italian. Only numbers that the numbering plan
 * gives to mobiles are taken: the metadata in use knows no others.
 *
 * @returns E.164 (`+39…`); undefined for what is no mobile number, and for one with an extension.
 */
export function normaliseMsisdn(text: string): string | undefined {
  if (text.length > longestText || !phoneText.test(text)) return undefined;
  const number = parsePhoneNumberFromString(text, { defaultCountry: 'IT', extract: false });
  return number?.isValid() ? number.number : undefined;
}
