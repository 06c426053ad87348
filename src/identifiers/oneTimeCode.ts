import { compactText } from './typedText';

/** A text message marks its code with `#` for browsers, and a sentence ends with a full stop. */
const codeText = /^#?(?<digits>\d{6})\.?$/;

/**
 * A one-time code as somebody types or pastes it.
 *
 * @param text 6 digits; dashes, blanks and brackets do not count.
 * @returns 6 digits; undefined for anything else.
 */
export function normaliseOneTimeCode(text: string): string | undefined {
  return codeText.exec(compactText(text))?.groups?.['digits'];
}
