import { plainText } from './typedText';

/** Letters and digits of any script, blanks, and the signs of names of devices. */
const nameText = /^[\p{L}\p{M}\p{N} .,'’()_+&:#-]{1,60}$/u;
const letterOrDigit = /[\p{L}\p{N}]/u;

/**
 * What the owner calls a passkey, such as `Telefono di lavoro (2)`.
 *
 * @returns the name in composed letters (NFC) and with single blanks; undefined for anything else
 */
export function normalisePasskeyName(text: string): string | undefined {
  const plain = plainText(text).normalize('NFC');
  return nameText.test(plain) && letterOrDigit.test(plain) ? plain : undefined;
}
